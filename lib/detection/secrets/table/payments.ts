import type { Family } from "./entry";

const uuid = "{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}";

/** Payments, trade, delivery. */
export const payments: readonly Family[] = [
  {
    family: "Stripe",
    rotate: "Stripe: Developers → API keys → Roll key.",
    entries: [
      { id: "stripe_secret_key", title: "Stripe secret key", form: ["sk_live_{alnum:24-34}", "sk_live_{alnum:90-247}"] },
      { id: "stripe_restricted_key", title: "Stripe restricted key", form: ["rk_live_{alnum:24-34}", "rk_live_{alnum:90-247}"] },
      {
        id: "stripe_test_key",
        title: "Stripe test key",
        form: ["sk_test_{alnum:24-34}", "sk_test_{alnum:90-247}", "rk_test_{alnum:24-34}", "rk_test_{alnum:90-247}"],
        mark: "test_key",
      },
      { id: "stripe_webhook_secret", title: "Stripe or Svix webhook signing secret", tokenClass: "service_credential", form: "whsec_{base64pad:32-64}" },
    ],
  },
  {
    family: "Shopify",
    rotate: "Shopify admin: Apps → the app → API credentials → uninstall or rotate.",
    entries: [
      { id: "shopify_access_token", title: "Shopify Admin API access token", form: "shpat_{anyhex:32}" },
      { id: "shopify_custom_token", title: "Shopify custom app access token", form: "shpca_{anyhex:32}" },
      { id: "shopify_private_token", title: "Shopify private app password", form: "shppa_{anyhex:32}" },
      { id: "shopify_shared_secret", title: "Shopify app shared secret", form: "shpss_{anyhex:32}", tokenClass: "service_credential" },
      { id: "shopify_partner_token", title: "Shopify Partner or CLI token", form: ["shptka_{anyhex:32}", "atkn_{anyhex:60-70}", "prtapi_{anyhex:32}"] },
    ],
  },
  {
    family: "Payments and trade",
    rotate: "The provider's dashboard → Developers or API keys → regenerate.",
    entries: [
      { id: "square_access_token", title: "Square access token", form: ["sq0atp-{url:22}", "EAAA{url:60}", "EAAAE{url:59}"], needs: "upper and digit" },
      { id: "square_oauth_secret", title: "Square OAuth secret", form: "sq0csp-{url:43}", tokenClass: "service_credential" },
      { id: "paypal_braintree_token", title: "PayPal Braintree access token", form: `access_token$production$\{lowernum:16}$\{hex:32}` },
      {
        id: "paypal_secret",
        title: "PayPal client secret",
        form: "E{url:79}",
        near: ["paypal_client_secret", "paypal_secret", "paypal-client-secret", "paypalclientsecret"],
        tokenClass: "service_credential",
      },
      { id: "braintree_key", title: "Braintree private key", form: "{hex:32}", near: ["braintree_private", "braintreeprivatekey", "bt_private_key"] },
      { id: "adyen_key", title: "Adyen API key", form: "AQE{base64pad:60-400}", needs: "upper and digit", near: ["adyen", "x-api-key", "checkout_api_key"] },
      { id: "razorpay_secret", title: "Razorpay key secret", form: "{alnum:24}", near: ["razorpay_secret", "razorpay_key_secret", "razorpay_api_secret"] },
      { id: "razorpay_key_id", title: "Razorpay live key id", form: "rzp_live_{alnum:14}" },
      { id: "plaid_secret", title: "Plaid secret", form: "{hex:30}", near: ["plaid_secret", "plaid_sandbox", "plaid_production", "plaid-secret"] },
      { id: "plaid_access_token", title: "Plaid access token", form: [`access-production-${uuid}`, `access-development-${uuid}`] },
      { id: "plaid_sandbox_token", title: "Plaid sandbox access token", form: `access-sandbox-${uuid}`, mark: "test_key" },
      { id: "flutterwave_key", title: "Flutterwave secret key", form: "FLWSECK-{hex:32}-X" },
      { id: "flutterwave_test_key", title: "Flutterwave test key", form: ["FLWSECK_TEST-{hex:32}-X", "FLWSECK_TEST-{hex:12}"], mark: "test_key" },
      { id: "paystack_key", title: "Paystack secret key", form: "sk_live_{hex:40}" },
      { id: "coinbase_key", title: "Coinbase API secret", form: ["{alnum:32}", "{url:64}"], near: ["coinbase_secret", "coinbase_api_secret"] },
      { id: "binance_secret", title: "Binance API secret", form: "{alnum:64}", near: ["binance"], needs: "digit" },
      { id: "kraken_secret", title: "Kraken private key", form: "{base64:86}==", near: ["kraken"] },
      { id: "gocardless_token", title: "GoCardless access token", form: "live_{url:40}", near: ["gocardless", "gc_access_token"] },
      { id: "mollie_key", title: "Mollie live API key", form: "live_{alnum:30}", near: ["mollie"] },
      { id: "mollie_access_token", title: "Mollie organisation access token", form: "access_{alnum:30}", near: ["mollie"] },
      { id: "lob_key", title: "Lob API key", form: "live_{hex:35}" },
      { id: "lob_test_key", title: "Lob test key", form: "test_{hex:35}", mark: "test_key" },
      { id: "shippo_token", title: "Shippo API token", form: "shippo_live_{hex:40}" },
      { id: "shippo_test_token", title: "Shippo test token", form: "shippo_test_{hex:40}", mark: "test_key" },
      { id: "easypost_key", title: "EasyPost API key", form: "EZAK{hex:32}{alnum:22}" },
      { id: "easypost_test_key", title: "EasyPost test key", form: "EZTK{hex:32}{alnum:22}", mark: "test_key" },
      { id: "duffel_token", title: "Duffel API token", form: "duffel_live_{url:43}" },
      { id: "duffel_test_token", title: "Duffel test token", form: "duffel_test_{url:43}", mark: "test_key" },
      {
        id: "woocommerce_secret",
        title: "WooCommerce consumer secret",
        form: "cs_{hex:40}",
        near: ["consumer_secret", "woocommerce", "wc_secret", "consumersecret"],
      },
      { id: "lemon_squeezy_key", title: "Paddle API key", form: "pdl_live_apikey_{lowernum:26}_{alnum:22}_{alnum:3}" },
      { id: "amazon_mws_token", title: "Amazon MWS auth token", form: `amzn.mws.${uuid}` },
      { id: "amazon_oauth_secret", title: "Login with Amazon client secret", form: "amzn1.oa2-cs.v1.{hex:64}", tokenClass: "service_credential" },
    ],
  },
];
