-- A name belongs to the living: a connection removed because its address was mistyped must not keep it. Which connections live stands in
-- another table, where no index reaches, so add-connection takes a lock on the name and looks.
drop index "connection_name_key";
