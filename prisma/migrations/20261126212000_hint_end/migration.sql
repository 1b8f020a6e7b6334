-- Tokens of which a system shows no more than the ends of their secrets: looked up by the last four characters of one that was found.
create index token_hint_end_idx on token (right(hint, 4)) where hint is not null and merged_into is null;
create index token_fingerprint_end_idx on token_fingerprint (right(value, 4)) where kind = 'prefix_last';
