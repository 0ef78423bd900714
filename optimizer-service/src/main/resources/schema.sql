-- The read model. Everything in here comes from the journal and may be dropped at any time.
-- JSON columns are text: they hold the characters of the event, which jsonb would reorder and round.
begin;
-- Instances that start together take turns.
select pg_advisory_xact_lock(7305422);

-- What is left where some tables are gone is of no use without them: all is read anew.
do $$ begin
    if (select count(*) from unnest(array['study', 'trial', 'fusion', 'journal_entry', 'projected_offset']) as wanted
        where to_regclass(wanted) is not null) between 1 and 4 then
        drop table if exists study, trial, fusion, journal_entry, projected_offset cascade;
    end if;
end $$;

create table if not exists study (
    id text primary key,
    name text not null,
    task text not null,
    status text not null,
    spec text not null,
    trial_budget integer not null,
    fusion_budget integer not null,
    trials integer not null,
    completed_trials integer not null,
    failed_trials integer not null,
    best_trial integer,
    best_value double precision,
    result text,
    message text,
    last_sequence bigint not null,
    submitted_at timestamptz not null,
    changed_at timestamptz not null,
    ended_at timestamptz
);
create index if not exists study_by_submission on study (submitted_at desc, id);

create table if not exists trial (
    id text primary key,
    study_id text not null references study (id) on delete cascade,
    number integer not null,
    state text not null,
    params text not null,
    why text not null,
    value double precision,
    message text,
    checkpoints integer not null,
    training_loss double precision,
    steps integer,
    training_seconds double precision,
    fusions integer not null,
    scored_fusions integer not null,
    failed_fusions integer not null,
    best_loss double precision,
    fusion_id text,
    weights text,
    suggested_at timestamptz not null,
    ended_at timestamptz,
    unique (study_id, number)
);

create table if not exists fusion (
    id text primary key,
    trial_id text not null references trial (id) on delete cascade,
    number integer not null,
    state text not null,
    weights text not null,
    why text not null,
    loss double precision,
    message text,
    suggested_at timestamptz not null,
    ended_at timestamptz,
    unique (trial_id, number)
);

create table if not exists journal_entry (
    study_id text not null references study (id) on delete cascade,
    sequence bigint not null,
    role text not null,
    type text not null,
    event text not null,
    written_at timestamptz not null,
    primary key (study_id, sequence)
);

create table if not exists projected_offset (
    journal_partition integer primary key,
    next_offset bigint not null
);
-- As where the tables were emptied.
delete from projected_offset where not exists (select from study);
commit;
