-- Whoever reads a report asks what stands at its places already, while others wait to record. Paths may be longer than an index takes.
create index occurrence_place_text on occurrence (md5(path || ' ' || reference));
