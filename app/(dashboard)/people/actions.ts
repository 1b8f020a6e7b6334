"use server";

import { DecideLinkInput, decideLink } from "@/lib/accounts/decide-link";
import { defineAction } from "@/lib/next/define-action";
import { webEnv } from "@/lib/next/web-env";
import { grantRole } from "@/lib/people/grant-role";
import { revokeRole } from "@/lib/people/revoke-role";
import { RoleInput } from "@/lib/people/schemas";
import { UnlinkIdentityInput, unlinkIdentity } from "@/lib/people/unlink-identity";
import { EndAllSessionsInput, endAllSessions } from "@/lib/sign-in/end-session";
import { InviteInput, invite } from "@/lib/sign-in/invite";

const person = (id: string) => ({ type: "person", id }) as const;

export const grantRoleAction = defineAction({
  input: RoleInput,
  authorize: ({ personId }) => ({ action: "people.manage", resource: person(personId) }),
  run: grantRole,
  revalidate: ["/people"],
});

export const revokeRoleAction = defineAction({
  input: RoleInput,
  authorize: ({ personId }) => ({ action: "people.manage", resource: person(personId) }),
  run: revokeRole,
  revalidate: ["/people"],
});

export const decideLinkAction = defineAction({
  input: DecideLinkInput,
  authorize: ({ accountId }) => ({ action: "account.link", resource: { type: "account", id: accountId } }),
  run: decideLink,
  revalidate: ["/people", "/accounts"],
});

export const unlinkIdentityAction = defineAction({
  input: UnlinkIdentityInput,
  authorize: ({ personId }) => ({ action: "people.manage", resource: person(personId) }),
  run: unlinkIdentity,
  revalidate: ["/people"],
});

export const endSessionsAction = defineAction({
  input: EndAllSessionsInput,
  authorize: ({ personId }) => ({ action: "people.manage", resource: person(personId) }),
  run: endAllSessions,
  revalidate: ["/people"],
});

export const inviteAction = defineAction({
  input: InviteInput,
  authorize: ({ personId }) => ({ action: "people.manage", resource: person(personId) }),
  run: (ctx, input) => invite(ctx, input, webEnv().COUNTERSIGN_ORIGIN),
});
