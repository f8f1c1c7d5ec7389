package dev.assay.inspect.format.sqlite;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;

/// Every page is looked at for itself, whether a tree leads to it or not: what was deleted is still there.
public final class Sqlite implements Format {

    private static final String MAGIC = "SQLite format 3\0";
    private static final int SMALLEST_PAGE = 512;
    private static final int SMALLEST_USABLE = 480;

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith(MAGIC);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor().at(16);
        var declared = in.u16be();
        var page = declared == 1 ? 65_536 : declared;
        in.require(page >= SMALLEST_PAGE && Integer.bitCount(page) == 1, "a page is a power of two, from 512 on");
        in.skip(2);
        var usable = page - in.u8();
        in.require(usable >= SMALLEST_USABLE, "a page has at least 480 bytes for use");
        var changes = in.at(24).u32be();
        var pages = in.u32be();
        var encoding = in.at(56).u32be();
        var there = specimen.size() / page;
        var end = in.at(92).u32be() == changes && pages > 0 ? pages * page : there * page;
        in.require(end > 0 && end <= specimen.size(), "a database has as many pages as it says");
        new Pages(specimen, examination, page, usable, encoding).read(end / page);
        examination.covers(specimen, 0, specimen.size());
        examination.behind(specimen, end, "the last page");
    }
}
