import { listAccounts } from "@/lib/accounts/list-accounts";
import { AccountListInput } from "@/lib/accounts/schemas";
import { defineRoute } from "@/lib/next/define-route";

/** Accounts, unlinked ones first, page by page, with the filters of the page. */
export const GET = defineRoute({ input: AccountListInput, authorize: () => ({ action: "people.read" }), run: listAccounts });
