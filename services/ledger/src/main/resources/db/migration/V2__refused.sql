-- Orders that were answered "not enough money", by their key: the same order gets the same answer for ever. Otherwise an
-- attempt that stalled on its way could move money after its client was told no.
-- No foreign keys: a row tells what was asked, and costs one index.
create table refused (
    key      text   collate "C" constraint one_refusal_a_key primary key,
    debited  text   not null,
    credited text   not null,
    amount   bigint not null,
    held     bigint not null
);
