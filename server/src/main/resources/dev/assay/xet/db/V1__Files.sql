-- Which blob a file of the Xet protocol was: both names were computed here, from the bytes.
create table xet_file (
    file_hash text primary key,
    sha256 text not null,
    size bigint not null,
    first_seen bigint not null
);
