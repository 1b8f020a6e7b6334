"use server";

import { createApiToken } from "@/lib/api-tokens/create-api-token";
import { revokeApiToken } from "@/lib/api-tokens/revoke-api-token";
import { CreateApiTokenInput, RevokeApiTokenInput } from "@/lib/api-tokens/schemas";
import { defineAction } from "@/lib/next/define-action";
import { webEnv } from "@/lib/next/web-env";

export const createApiTokenAction = defineAction({
  input: CreateApiTokenInput,
  authorize: () => ({ action: "api-token.own" }),
  run: (ctx, input) => createApiToken(ctx, input, webEnv().COUNTERSIGN_ORIGIN),
  revalidate: ["/api-tokens"],
});

export const revokeApiTokenAction = defineAction({
  input: RevokeApiTokenInput,
  authorize: ({ id }) => ({ action: "api-token.own", resource: { type: "api_token", id } }),
  run: revokeApiToken,
  revalidate: ["/api-tokens"],
});
