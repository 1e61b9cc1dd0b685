-- Money is neither made nor lost, and no account is overdrawn: what can be said in SQL is said here.
create table accounts (
    id      text primary key,
    balance bigint not null check (balance >= 0)
);

create table transfers (
    id       bigint primary key,
    key      text   collate "C" not null constraint one_transfer_a_key unique,
    debited  text   not null references accounts,
    credited text   not null references accounts,
    amount   bigint not null check (amount > 0),
    check (debited <> credited)
);

-- A hundred accounts keep the row locks of a few hundred transfers a second from queueing,
-- and a million each lasts a load test of small amounts for days.
insert into accounts (id, balance)
select 'a-' || lpad(n::text, 3, '0'), 1000000 from generate_series(0, 99) n;
