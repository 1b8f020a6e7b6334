-- The whole truth about who may do what. Run after each migration, as the owner: everything is withdrawn and given anew.
-- prisma/grants.test.ts walks role × table × verb against the same table in words.

revoke all on all tables in schema public from public, countersign_web, countersign_signer, countersign_collector, countersign_executor;
revoke all on all sequences in schema public from public, countersign_web, countersign_signer, countersign_collector, countersign_executor;
revoke all on all functions in schema public from public, countersign_web, countersign_signer, countersign_collector, countersign_executor;
revoke all on schema public from public;
grant usage on schema public to countersign_web, countersign_signer, countersign_collector, countersign_executor;

-- Column rights survive "revoke all on all tables" of older grants only by name: withdraw those given below.
revoke all (sealed) on read_credential, revoke_credential, scan_system, scan_mirror from countersign_web, countersign_signer, countersign_collector, countersign_executor;

-- Everyone: append to the audit log, read what carries no secret.
grant execute on function audit_append(text, text, text, text, jsonb), database_role() to countersign_web, countersign_signer, countersign_collector, countersign_executor;
grant select on deployment, process_status, person, person_status_change, team, team_member, role_grant, connection, connection_removal, connection_health,
  account, account_link, account_link_decision, token, ownership, finding, request, request_target, withdrawal, approval, denial, stop, request_outcome,
  trust_statement, trust_signature, trust_state, trust_root, enrolment, execution, attempt, target_check, request_status, account_person, token_state, active_role,
  sealing, signed_connection, owner_suggestion, owner_transfer, attestation, token_change, workload, token_workload, workload_destination, ttl_policy,
  posture_snapshot, root_cause
  to countersign_web, countersign_signer, countersign_collector, countersign_executor;
grant select, insert, update on process_status to countersign_web, countersign_signer, countersign_collector, countersign_executor;

-- web: people's own doings. No fact, no approval, no execution, no ciphertext.
grant select on invite, session, signer_ticket, sync_run, sync_reject, audit_entry, audit_leaf, checkpoint, notice to countersign_web;
grant select on token_fingerprint, token_touch to countersign_web;
grant select (id, connection_id, created_by, created_at) on read_credential, revoke_credential to countersign_web;
grant insert on invite, session, signer_ticket, connection, connection_removal, read_credential, revoke_credential, account_link_decision,
  request, request_target, withdrawal, trust_statement to countersign_web;
grant insert, delete on role_grant to countersign_web;
grant select, insert, delete on identity_link to countersign_web;
grant insert, update, delete on ownership to countersign_web;
grant update (used_at) on invite to countersign_web;
grant update (ended_at, ended_reason) on session to countersign_web;
grant insert (id, connection_id, trigger, status, queued_at) on sync_run to countersign_web;
grant update (cancelled_by) on sync_run to countersign_web;
grant update (status, triaged_by, triage_note, due_at) on finding to countersign_web;
grant usage on sequence request_number_seq to countersign_web;
grant update (status, decided_by, decided_at, reason) on owner_suggestion to countersign_web;
grant insert, update (status, decided_by, decided_at, decided_reason) on owner_transfer to countersign_web;
grant insert on attestation to countersign_web;
grant insert, update on workload to countersign_web;
grant insert, update, delete on token_workload, workload_destination to countersign_web;
grant insert, update (ended_at) on ttl_policy to countersign_web;
grant select, insert, update, delete on saved_view to countersign_web;
grant select on import_run, import_reject to countersign_web;
grant insert (id, kind, source, connection_id, file_name, format, mapping, status, bytes, started_by, queued_at), update (cancelled_by) on import_run to countersign_web;
grant select, insert, update on import_mapping to countersign_web;
grant select, insert on upload_ticket, token_selection to countersign_web;
grant select, insert, update (last_used_at, revoked_at, revoked_by) on api_token to countersign_web;
grant select on scan_source, scan_run, unreadable, exposure, occurrence to countersign_web;
grant select (source_id, origin, connection_id, given_by, given_at, whole_at) on scan_system to countersign_web;
grant select (source_id, access, connection_id, given_by, given_at, fetched_at, bytes) on scan_mirror to countersign_web;
-- What people send, and that they ask for a run. Where a source lies on the host and how often it is looked through is said on that host alone.
grant insert (id, form, name, channel, created_by, created_at), update (paused_by, paused_at) on scan_source to countersign_web;
grant insert (id, source_id, trigger, status, file_name, size, queued_at), update (trigger, cancelled_by) on scan_run to countersign_web;
grant update (status, triaged_by, triage_note, due_at, assignee_id) on exposure to countersign_web;
grant select, insert on exposure_comment to countersign_web;
grant select, insert, update (title, regex, keywords, entropy, path, excluded_channels, rotate, enabled, version, set_by, set_at) on detection_rule to countersign_web;
grant select, insert, delete on detector_switch to countersign_web;
grant select, insert, update (answer, answer_reason, answered_by, answered_at, withdrawn_by, withdrawn_at) on rotation_task to countersign_web;
grant select, update (days, reason, set_by, set_at) on due_rule to countersign_web;
grant select, insert, delete on check_permission to countersign_web;
grant select on check_pace, audience, audience_member, audience_refusal to countersign_web;
grant select, insert, update (status, decided_by, decided_at, decided_reason, ended_by, ended_at, ended_because) on suppression to countersign_web;

-- signer: the only writer of approvals, denials and enrolments.
grant select on signer_ticket, session to countersign_signer;
grant update (used_at) on signer_ticket to countersign_signer;
grant insert on approval, denial, trust_signature, enrolment, trust_statement to countersign_signer;

-- collector: the only writer of facts. It also reads web's sign-in tables to end the sessions of those who leave.
grant select, insert, update on person, team, account, token, connection_health, sync_run, finding to countersign_collector;
grant select, insert on person_status_change, sync_reject to countersign_collector;
grant select, insert, delete on team_member, token_fingerprint to countersign_collector;
grant select, insert, update, delete on account_link to countersign_collector;
grant insert, update, delete on ownership to countersign_collector;
grant select on read_credential, session to countersign_collector;
grant update (ended_at, ended_reason) on session to countersign_collector;
grant delete on team, sync_reject, sync_run to countersign_collector;
grant select, insert, delete on sync_seen to countersign_collector;
grant select, update on turn to countersign_collector, countersign_executor;
grant select, insert, delete on reevaluation to countersign_collector;
grant select, insert, update on judgement to countersign_collector;
grant usage on sequence reevaluation_id_seq to countersign_collector;
grant insert, update on owner_suggestion, owner_transfer, workload to countersign_collector;
grant insert on token_change to countersign_collector;
grant insert, update, delete on token_workload, workload_destination to countersign_collector;
grant select, insert, update on import_run to countersign_collector;
grant select, insert, delete on import_reject to countersign_collector;
grant select, insert, update on import_mapping to countersign_collector;
grant select, update (used_at) on upload_ticket to countersign_collector;
-- The hash is a fingerprint like any other: it finds the token where it leaked, and opens nothing. Content comes with such a token too: when it did is noted.
grant select (id, person_id, name, hash, hint, scopes, created_by, created_at, expires_at, last_used_at, revoked_at), update (last_used_at) on api_token to countersign_collector;
grant insert on posture_snapshot to countersign_collector;
grant select, delete on token_touch to countersign_collector;
grant execute on function open_import_stage(uuid), open_first_stage(uuid), close_import_stage(uuid), load_first_tokens(uuid), add_import_connection(uuid, text, text) to countersign_collector;
grant insert, delete on root_cause to countersign_collector;
grant select (id, created_at), delete on token_selection to countersign_collector;
-- What is looked through for secrets, and what was found: facts like any other.
grant select, insert, update on scan_source, scan_run, exposure, occurrence to countersign_collector;
grant select, insert on unreadable, exposure_fingerprint to countersign_collector;
grant select, insert, update on scan_system, scan_mark, scan_mirror to countersign_collector;
grant delete on scan_system, scan_mark, scan_mirror to countersign_collector;
grant delete on unreadable to countersign_collector;
grant select on check_permission, due_rule, detection_rule, detector_switch to countersign_collector;
grant select, insert, update on check_pace, audience, audience_member to countersign_collector;
grant select, insert, update, delete on audience_refusal to countersign_collector;
grant select, update (status, ended_by, ended_at, ended_because, hits, last_hit_at) on suppression to countersign_collector;

-- executor: acts, proves, seals. It cannot approve and writes no fact; it closes the findings whose token it proved dead.
grant select on revoke_credential, token_fingerprint, audit_entry, audit_leaf, checkpoint, notice, first_sight, latch, clock_mark, lease to countersign_executor;
grant insert, update on request_outcome, execution, attempt, lease, clock_mark, notice, trust_state, trust_root, checkpoint to countersign_executor;
grant insert on stop, first_sight, latch, audit_leaf, trust_statement to countersign_executor;
grant select, insert, delete on probe_material to countersign_executor;
grant insert, update, delete on target_check to countersign_executor;
grant update (status, last_seen_at, closed_at, closed_evidence) on finding to countersign_executor;
grant select, update (status, closed_at, validity, validity_at, validity_from, validity_by, retry_at) on exposure to countersign_executor;
grant select (id, exposure_id, due_at, asked_by, asked_at, answer, withdrawn_at) on rotation_task to countersign_executor;
grant update on sealing to countersign_executor;
grant execute on function hold_request(uuid) to countersign_executor;
