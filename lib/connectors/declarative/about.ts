import type { CatalogField } from "../catalog-entry";

// What is known of the connector without running it; safe in browsers.

export const declarativeTitle = "Declarative (YAML file)";

export const declarativeSettingsFields: CatalogField[] = [
  {
    name: "declaration",
    label: "Declaration",
    help: "One YAML file that says how this system is read, what ends a token there, and how its death looks. It becomes part of what an administrator signs.",
    placeholder: "format: countersign/declarative/1",
    secret: false,
    required: true,
    text: "yaml",
  },
];

const username: CatalogField = {
  name: "username",
  label: "User name, or client id",
  help: "Where the file says kind: basic or client_credentials, and nowhere else.",
  placeholder: "countersign",
  secret: false,
  required: false,
};

export const declarativeReadFields: CatalogField[] = [
  username,
  {
    name: "secret",
    label: "Credential for reading",
    help: "What the file's authentication sends: a token, a key, with basic the password, with client_credentials the client's secret. Give it the right to see every token and account, and no other.",
    placeholder: "…",
    secret: true,
    required: true,
  },
];

export const declarativeRevokeFields: CatalogField[] = [
  username,
  {
    name: "secret",
    label: "Credential for revoking",
    help: "Another than the one for reading, with the right to make the file's calls that revoke and disable.",
    placeholder: "…",
    secret: true,
    required: true,
  },
  {
    name: "control",
    label: "Control credential",
    help: "A living token made for Countersign, that nobody else uses: it must be let in where the file tries tokens, while a revoked one is refused. Needed wherever the file tries them.",
    placeholder: "…",
    secret: true,
    required: false,
  },
];

/** The fields that a file asks for: `username` with basic and client_credentials alone, `control` where there is a probe, and there it is needed. */
export function fieldsFor(fields: readonly CatalogField[], { basic, probes }: { basic: boolean; probes: boolean }): CatalogField[] {
  return fields
    .filter(({ name }) => (name === "username" ? basic : name === "control" ? probes : true))
    .map((field) => (field.name === "secret" ? field : { ...field, required: true }));
}
