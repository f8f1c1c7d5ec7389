-- Who may touch it, and what is it called. Times are microseconds since the epoch, flags 0 or 1, ids of commits and
-- objects 40 hexadecimal digits, digests 64. A "key" is a name in lower case: names are told apart without their case.

create table account (
    id ${identity},
    name text not null,
    name_key text not null unique,
    full_name text not null,
    email text not null,
    organization integer not null,
    admin integer not null,
    private_default integer not null,
    password text not null,
    created bigint not null
);

create table membership (
    organization bigint not null references account (id),
    member bigint not null references account (id),
    role text not null,
    primary key (organization, member)
);
create index membership_member on membership (member);

-- Tokens are 220 random bits: one round of SHA-256 is enough to keep them, and finds them.
create table token (
    hash text primary key,
    account bigint not null references account (id),
    label text not null,
    may_write integer not null,
    created bigint not null
);
create index token_account on token (account);

create table repository (
    id ${identity},
    public_id text not null unique,
    kind text not null,
    owner bigint not null references account (id),
    creator bigint not null references account (id),
    name text not null,
    full_key text not null,
    hidden integer not null,
    sdk text not null,
    card text not null,
    created bigint not null,
    modified bigint not null,
    next_number bigint not null,
    unique (kind, full_key)
);
create index repository_modified on repository (kind, modified, id);
create index repository_created on repository (kind, created, id);
create index repository_owner on repository (owner, kind);

create table repository_tag (
    repository bigint not null,
    tag text not null,
    primary key (repository, tag)
);
create index repository_tag_tag on repository_tag (tag, repository);

-- Where each ref points, and the ledger's line that said so.
create table ref (
    repository bigint not null,
    name text not null,
    target text not null,
    entry bigint not null,
    primary key (repository, name)
);

-- Commits we know. depth counts the commits up to and including this one; only published ones exist for readers.
create table revision (
    repository bigint not null,
    id text not null,
    depth bigint not null,
    published integer not null,
    primary key (repository, id)
);

-- What git calls a file, and what the gate calls its real bytes.
create table content (
    repository bigint not null,
    oid text not null,
    digest text not null,
    size bigint not null,
    pointer_size integer not null,
    published integer not null,
    primary key (repository, oid)
);
create index content_digest on content (digest, repository);

create table upload (
    repository bigint not null,
    account bigint not null,
    digest text not null,
    at bigint not null,
    primary key (repository, account, digest)
);

create table pull_request (
    repository bigint not null,
    number bigint not null,
    title text not null,
    message text not null,
    author bigint not null references account (id),
    base text not null,
    start text not null,
    head text not null,
    status text not null,
    asked integer not null,
    created bigint not null,
    primary key (repository, number)
);
create index pull_request_status on pull_request (status, repository, number);

-- What a held pull request adds, and so what it waits for.
create table awaited (
    repository bigint not null,
    number bigint not null,
    path text not null,
    digest text not null,
    primary key (repository, number, path)
);
create index awaited_digest on awaited (digest);

-- Each line about a ref that the ledger has and that came true here. Lines without a row are declared void at start.
create table ref_entry (
    entry bigint primary key,
    repository bigint not null
);

-- Up to where the ledger has been compared with ref_entry.
create table settled (
    id integer primary key,
    upto bigint not null
);
insert into settled (id, upto) values (1, 0);
