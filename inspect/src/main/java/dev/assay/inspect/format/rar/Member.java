package dev.assay.inspect.format.rar;

/// What a block says of a member, in either version.
///
/// @param name as the archive has it
/// @param from where its packed bytes begin, and `to` where they end
/// @param size of what comes out, or -1
/// @param crc of what comes out, or -1
/// @param method zero if it is stored
/// @param window how far back its matches may reach, or -1 if it is packed in a way we do not unpack
/// @param solid it goes on from where the member before it ended
/// @param unread why it cannot be read, or empty
record Member(
        String name,
        long from,
        long to,
        long size,
        long crc,
        int method,
        long window,
        boolean solid,
        boolean folder,
        String unread) {}
