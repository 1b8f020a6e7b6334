-- A reviewed set may also be one of exposures.
alter table token_selection add column list text not null default 'tokens';
alter table token_selection add constraint token_selection_list check (list in ('tokens', 'exposures'));
