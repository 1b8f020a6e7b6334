-- How much a connection holds, counted at the end of each sync: a page that shows it should not count a million rows.
ALTER TABLE "connection_health" ADD COLUMN "tokens" INTEGER, ADD COLUMN "missing" INTEGER, ADD COLUMN "accounts" INTEGER;
