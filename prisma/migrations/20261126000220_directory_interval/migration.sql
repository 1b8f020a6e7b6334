-- A directory is read every 5 seconds where nobody says otherwise, so that who left shows within ten.
alter table connection drop constraint connection_sync_interval;
alter table connection add constraint connection_sync_interval check (sync_interval_seconds between 5 and 604800);
