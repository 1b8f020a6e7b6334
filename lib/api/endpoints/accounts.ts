import { z } from "zod";
import { accountPage } from "../../accounts/account-page";
import { DecideLinkInput, decideLink } from "../../accounts/decide-link";
import { listAccounts } from "../../accounts/list-accounts";
import { AccountListInput } from "../../accounts/schemas";
import { endpoint } from "../endpoint";
import { Account, AccountDetail } from "../shapes/account";
import { pageOf } from "../shapes/parts";

const tag = "People";

export const accountEndpoints = [
  endpoint({
    method: "GET",
    path: "/accounts",
    id: "listAccounts",
    tag,
    summary: "List accounts at connections, those that nobody is linked to first",
    action: "people.read",
    input: AccountListInput,
    output: pageOf(Account),
    run: async (ctx, query) => {
      const { rows, next } = await listAccounts(ctx, query);
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "GET",
    path: "/accounts/{id}",
    id: "getAccount",
    tag,
    summary: "Read one account, who answers for it and what is wrong with it",
    action: "people.read",
    input: z.object({ id: z.uuid() }),
    output: AccountDetail,
    run: async (ctx, { id }) => {
      const { row, ...more } = await accountPage(ctx, id);
      return { account: row, ...more };
    },
  }),
  endpoint({
    method: "POST",
    path: "/accounts/{accountId}/link",
    id: "decideAccountLink",
    tag,
    summary: "Say that an account is a person's, or that it is not",
    description: "The newest decision of a pair counts, before anything that the collector finds. Findings follow within seconds.",
    action: "account.link",
    input: DecideLinkInput,
    output: null,
    run: decideLink,
  }),
];
