import type { HandCases } from "./cases-by-hand";
import { alnums, random } from "./make";

const password = (seed: string): string => `kT9w${random(9, alnums, seed)}!`;
const opaque = (seed: string): string => `a7${random(34, alnums, seed)}`;

/** Of the kinds that a name alone tells. Near misses: no value, a reference, an expression, a name that says something else. */
export const casesByName: Record<string, HandCases> = {
  generic_password: {
    yes: [`DB_PASSWORD=${password("1")}`, `password: "${password("2")}"`, `{"adminPassword":"${password("3")}"}`, `<password>${password("4")}</password>`],
    no: [
      "password = readPassword(user.id)",
      'password: ""',
      `password_reset_url: https://id.corp.invalid/reset`,
      `passwordMinLength: 12`,
      `pasword_hint = ${password("5")}`,
    ],
  },
  generic_secret: {
    yes: [`CLIENT_SECRET=${opaque("1")}`, `session_secret: '${opaque("2")}'`, `"signingSecret": "${opaque("3")}"`],
    no: ["secretName: orders-db-credentials", "secret = aws_secretsmanager_secret.orders.id", `secretary = "${opaque("4")}"`, "client_secret:"],
  },
  generic_token: {
    yes: [`ACCESS_TOKEN=${opaque("1")}`, `  bot_token: "${opaque("2")}"`, `const refreshToken = "${opaque("3")}";`],
    no: ['token_type = "bearer"', "token = parser.nextToken()", 'tokenUrl: "https://id.corp.invalid/oauth/token"', "maxTokens: 4096"],
  },
  generic_api_key: {
    yes: [`API_KEY=${opaque("1")}`, `encryption_key = "${opaque("2")}"`, `"masterKey": "${opaque("3")}"`],
    no: ['apiKeyHeader: "X-Api-Key"', "api_key = readApiKey(request)", "apiKeyEnabled: true", `public_key = "${opaque("4")}"`],
  },
  generic_credential: {
    yes: [`SERVICE_CREDENTIAL=${opaque("1")}`, `credentials: "${opaque("2")}"`, `auth_string = '${opaque("3")}'`],
    no: ["credentials: include", 'credentialsFile: "/etc/orders/credentials.json"', "credential = provider.getCredential()", "creds:"],
  },
};
