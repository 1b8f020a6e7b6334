-- What stands in a system is found by where its places' own pages lie (lib/exposure/chain.ts).
create index occurrence_origin on occurrence (lower(substring(url from '^https?://[^/?#]+'))) where url is not null;
