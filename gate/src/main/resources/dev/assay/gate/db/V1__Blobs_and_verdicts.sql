-- What the gate knows of every blob. Times are microseconds since the epoch, digests 64 hex digits.

-- place: the blob's place on the docket, lowest first; null when nobody has to look at it.
-- not_before: when it may be looked at again after a failure.
-- attempts, why: how often an inspector failed on it, and what happened the last time.
create table blob (
    digest varchar(64) primary key,
    size bigint not null,
    received bigint not null,
    place bigint,
    not_before bigint not null,
    attempts integer not null,
    why text
);
create index blob_place on blob (place) where place is not null;

-- Facts: what one generation of formats found in it. They stay when policies change.
create table inspection (
    digest varchar(64) not null,
    generation text not null,
    facts bytea not null,
    made bigint not null,
    primary key (digest, generation)
);

-- Opinions: what one policy made of the facts of one generation. entry: the line in the ledger that says so.
create table verdict (
    digest varchar(64) not null,
    policy text not null,
    generation text not null,
    outcome text not null,
    word text not null,
    entry bigint not null,
    made bigint not null,
    primary key (digest, policy, generation)
);

-- The last decision of a person about a blob. outcome: what the policy said when it was made; a release does not reach
-- beyond that.
create table decision (
    digest varchar(64) primary key,
    released integer not null,
    who text not null,
    because text not null,
    outcome text not null,
    entry bigint not null,
    made bigint not null
);
