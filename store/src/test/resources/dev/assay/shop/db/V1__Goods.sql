create table good (
    id ${identity},
    name text not null unique,
    price bigint not null,
    picture bytea
);
create table sale (
    good bigint not null references good (id),
    at bigint not null
);
