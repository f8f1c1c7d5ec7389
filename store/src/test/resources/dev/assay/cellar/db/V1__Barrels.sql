create table barrel (
    id ${identity},
    litres bigint not null
);
