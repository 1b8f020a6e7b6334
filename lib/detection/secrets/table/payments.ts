import type { Family } from "./entry";

/** Payments and trade. */
export const payments: readonly Family[] = [
  {
    family: "Stripe",
    rotate: "Stripe: Developers → API keys → Roll key.",
    entries: [
      { id: "stripe_secret_key", title: "Stripe secret key", form: ["sk_live_{alnum:24}", "sk_live_{alnum:90-247}"] },
      { id: "stripe_restricted_key", title: "Stripe restricted key", form: ["rk_live_{alnum:24}", "rk_live_{alnum:90-247}"] },
      {
        id: "stripe_test_key",
        title: "Stripe test key",
        form: ["sk_test_{alnum:24}", "sk_test_{alnum:90-247}", "rk_test_{alnum:24}", "rk_test_{alnum:90-247}"],
        mark: "test_key",
      },
      { id: "stripe_webhook_secret", title: "Stripe webhook signing secret", tokenClass: "service_credential", form: "whsec_{alnum:32-64}" },
    ],
  },
];
