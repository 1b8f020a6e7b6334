import type { Family } from "./entry";

/** Keys of frameworks and of programs' configuration. */
export const frameworks: readonly Family[] = [
  {
    family: "Telegram",
    rotate: "Telegram: @BotFather → /revoke.",
    entries: [{ id: "telegram_bot_token", title: "Telegram bot token", form: "{digit:8-10}:AA{url:33}" }],
  },
  {
    family: "Frameworks",
    rotate: "Generate a new key, deploy it everywhere at once; sessions and signed values of the old one end with it.",
    entries: [
      { id: "laravel_app_key", title: "Laravel application key", form: "base64:{base64:43}=", tokenClass: null },
      {
        id: "rails_secret_key_base",
        title: "Rails secret key base",
        form: "{hex:128}",
        near: ["secret_key_base", "secret_token", "secretkeybase"],
        tokenClass: null,
      },
      { id: "rails_master_key", title: "Rails master key", form: "{hex:32}", near: ["rails_master_key"], tokenClass: null },
      {
        id: "django_secret_key",
        title: "Django secret key",
        form: ["django-insecure-{django:50}", "{django:50}"],
        near: ["secret_key", "django_secret"],
        needs: "digit",
        tokenClass: null,
      },
      {
        id: "phoenix_secret_key_base",
        title: "Phoenix secret key base",
        form: "{base64:64}",
        near: ["secret_key_base", "signing_salt"],
        needs: "upper and digit",
        tokenClass: null,
      },
      {
        id: "wireguard_key",
        title: "WireGuard private or preshared key",
        form: "{base64:43}=",
        near: ["privatekey", "presharedkey", "wg_private_key"],
        tokenClass: null,
      },
      { id: "vapid_key", title: "VAPID private key", form: "{url:43}", near: ["vapid_private", "vapidprivate"], tokenClass: null },
      { id: "fernet_key", title: "Fernet key", form: "{url:43}=", near: ["fernet", "airflow__core__fernet_key"], tokenClass: null },
      { id: "gpp_cpassword", title: "Group Policy Preferences password", form: "{base64pad:20-200}", near: ["cpassword"], tokenClass: null },
    ],
  },
];
