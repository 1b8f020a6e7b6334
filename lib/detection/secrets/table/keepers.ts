import type { Family } from "./entry";
import { uuid } from "./uuid";

/** Secrets' own keepers, and whoever says who somebody is. */
export const keepers: readonly Family[] = [
  {
    family: "HashiCorp",
    rotate: "Vault: revoke the token or its accessor, log in anew. HCP Terraform: User or team settings → Tokens → delete, create anew.",
    entries: [
      { id: "vault_token", title: "Vault service token", form: "hvs.{url:24-140}", needs: "upper and digit", tokenClass: "ephemeral_secret" },
      { id: "vault_batch_token", title: "Vault batch token", form: "hvb.{url:90-300}", tokenClass: "ephemeral_secret" },
      { id: "vault_recovery_token", title: "Vault recovery token", form: "hvr.{url:24-140}", needs: "upper and digit" },
      {
        id: "vault_token_legacy",
        title: "Vault token (before 1.10)",
        form: ["s.{alnum:24}", "s.{url:90-110}", "b.{url:24-200}"],
        near: ["vault_token", "x-vault-token", "vault-token"],
        needs: "upper and digit",
      },
      { id: "terraform_token", title: "HCP Terraform token", form: "{alnum:14}.atlasv1.{padded:60-70}" },
      { id: "consul_token", title: "Consul ACL token", form: uuid, near: ["consul_token", "consul_http_token", "x-consul-token"] },
      { id: "nomad_token", title: "Nomad ACL token", form: uuid, near: ["nomad_token", "x-nomad-token"] },
    ],
  },
  {
    family: "Keepers of secrets",
    rotate: "The keeper's account page → revoke the token or key, create anew, and rotate what it could read.",
    entries: [
      { id: "onepassword_service_token", title: "1Password service account token", form: "ops_eyJ{base64pad:250-1200}" },
      {
        id: "onepassword_secret_key",
        title: "1Password secret key",
        form: [
          "A3-{uppernum:6}-{uppernum:11}-{uppernum:5}-{uppernum:5}-{uppernum:5}",
          "A3-{uppernum:6}-{uppernum:6}-{uppernum:5}-{uppernum:5}-{uppernum:5}-{uppernum:5}",
        ],
        needs: "digit",
      },
      {
        id: "bitwarden_token",
        title: "Bitwarden Secrets Manager access token",
        form: `0.${uuid}.{alnum:30}:{base64pad:24}`,
        near: ["bws", "bitwarden", "token"],
      },
      { id: "age_secret_key", title: "age secret key", form: "AGE-SECRET-KEY-1{uppernum:58}", tokenClass: null },
      { id: "age_plugin_key", title: "age identity of a plugin", form: "AGE-PLUGIN-YUBIKEY-1{uppernum:20-60}", tokenClass: null },
      { id: "infisical_token", title: "Infisical service token", form: ["st.{hex:24}.{hex:32}.{hex:32}", `st.${uuid}.{hex:32}.{hex:32}`] },
      { id: "akeyless_key", title: "Akeyless access key", form: "{base64:43}=", near: ["akeyless"] },
    ],
  },
  {
    family: "Identity",
    rotate: "The identity provider's admin console → API tokens or the application → create a new secret, delete the old.",
    entries: [
      { id: "okta_token", title: "Okta API token", form: "00{url:40}", near: ["okta", "ssws"], needs: "upper and digit" },
      {
        id: "okta_client_secret",
        title: "Okta client secret",
        form: "{url:64}",
        near: ["okta_client_secret", "okta_secret"],
        needs: "upper and digit",
        tokenClass: "service_credential",
      },
      { id: "auth0_secret", title: "Auth0 client secret", form: "{url:64}", near: ["auth0"], needs: "upper and digit", tokenClass: "service_credential" },
      { id: "clerk_secret", title: "Clerk secret key", form: ["sk_live_{alnum:42}"] },
      { id: "workos_key", title: "WorkOS API key", form: ["sk_live_a{base64pad:60-100}"], needs: "upper and digit" },
      { id: "stytch_secret", title: "Stytch secret", form: "secret-live-{url:36}" },
      { id: "stytch_test_secret", title: "Stytch test secret", form: "secret-test-{url:36}", mark: "test_key" },
      { id: "supabase_key", title: "Supabase secret key", form: ["sb_secret_{url:31}", "sbp_{hex:40}", "sbp_oauth_{hex:40}"] },
      {
        id: "ory_token",
        title: "Ory token or API key",
        form: ["ory_pat_{url:32}", "ory_apikey_{url:32}", "ory_st_{url:32}", "ory_wat_{url:32}"],
        needs: "digit",
      },
      { id: "arcjet_key", title: "Arcjet key", form: "ajkey_{lowernum:26}", needs: "digit" },
      { id: "hcaptcha_secret", title: "hCaptcha secret", form: ["ES_{hex:32}", "0x{anyhex:40}"], near: ["hcaptcha"] },
      { id: "onelogin_secret", title: "OneLogin client secret", form: "{hex:64}", near: ["onelogin"], tokenClass: "service_credential" },
      {
        id: "duo_secret",
        title: "Duo secret key",
        form: "{alnum:40}",
        near: ["duo_secret", "duo_skey", "skey"],
        needs: "upper and digit",
        tokenClass: "service_credential",
      },
      { id: "jumpcloud_key", title: "JumpCloud API key", form: ["{hex:40}", "jca_{alnum:36}"], near: ["jumpcloud"] },
      { id: "directus_token", title: "Directus static token", form: "{url:32}", near: ["directus"], needs: "digit" },
      {
        id: "parse_master_key",
        title: "Parse Server master key",
        form: ["{alnum:40}", "{alnum:32}"],
        near: ["x-parse-master-key", "parse_master_key", "parse_server_master_key", "x-parse-rest-api-key", "parse_rest_api_key", "masterkey", "restapikey"],
        needs: "digit",
      },
      { id: "glewlwyd_key", title: "Glewlwyd API key", form: "{alnum:32}", near: ["glewlwyd"], needs: "digit" },
    ],
  },
];
