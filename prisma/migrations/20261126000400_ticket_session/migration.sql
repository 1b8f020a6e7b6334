-- A way to the signer's page ends with the session it was opened from. Ways open five minutes at most, and the audit log has each:
-- whoever is on one at this moment presses the button again.
DELETE FROM "signer_ticket";
ALTER TABLE "signer_ticket" ADD COLUMN "session_id" UUID NOT NULL;
ALTER TABLE "signer_ticket" ADD CONSTRAINT "signer_ticket_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE RESTRICT;
