import type { Family } from "./entry";
import { uuid } from "./uuid";

/** Where data lies and is worked on. */
export const data: readonly Family[] = [
  {
    family: "Data",
    rotate: "The data service's console → tokens or roles → revoke, create anew.",
    entries: [
      { id: "planetscale_password", title: "PlanetScale password", form: ["pscale_pw_{pieces:32-64}"], tokenClass: null },
      { id: "planetscale_token", title: "PlanetScale token", form: ["pscale_tkn_{pieces:32-64}", "pscale_oauth_{pieces:32-64}"] },
      { id: "neon_key", title: "Neon API key", form: ["napi_{alnum:64}"] },
      { id: "neon_password", title: "Neon database password", form: "npg_{alnum:12}", needs: "upper and digit", tokenClass: null },
      {
        id: "turso_token",
        title: "Upstash or Turso REST token",
        form: "{base64pad:50-140}",
        near: ["upstash_redis_rest_token", "kv_rest_api_token"],
        needs: "upper and digit",
      },
      { id: "mongodb_atlas_key", title: "MongoDB Atlas API key", form: uuid, near: ["mongodb_atlas_private", "atlas_private_key", "mongodb_atlas_api"] },
      { id: "mongodb_service_secret", title: "MongoDB Atlas service account secret", form: "mdb_sa_sk_{url:40}", tokenClass: "service_credential" },
      { id: "clickhouse_key", title: "ClickHouse Cloud key secret", form: "4b1d{alnum:38}" },
      { id: "aiven_token", title: "Aiven token", form: ["{base64:340-380}"], near: ["aiven_token", "aiven_api"] },
      { id: "cockroach_key", title: "CockroachDB Cloud API key", form: "CCDB1_{alnum:22}_{alnum:40}" },
      {
        id: "confluent_secret",
        title: "Confluent Cloud API secret",
        form: "{base64:64}",
        near: ["confluent", "kafka_api_secret", "sasl_password"],
        needs: "upper and digit",
      },
      {
        id: "snowflake_token",
        title: "Snowflake programmatic access token",
        form: "{base64:60-300}",
        near: ["snowflake_pat", "snowflake_token"],
        needs: "upper and digit",
      },
      { id: "algolia_key", title: "Algolia admin API key", form: "{lowernum:32}", near: ["algolia"], needs: "digit" },
      {
        id: "meilisearch_key",
        title: "Meilisearch or Typesense key",
        form: ["{url:43}", "{alnum:32}", "{hex:64}"],
        near: ["meili_master_key", "meilisearch", "typesense"],
        needs: "digit",
      },
      { id: "influxdb_token", title: "InfluxDB token", form: "{url:86}==", near: ["influx"] },
      {
        id: "airtable_pat",
        title: "Airtable personal access token",
        form: ["pat{alnum:14}.{hex:64}"],
        tokenClass: "personal_access_token",
        // `pat` alone stands in each `path`
        near: ["airtable", "token", "api_key", "apikey", "_pat", "-pat", "bearer", "authorization"],
      },
      {
        id: "airtable_oauth_token",
        title: "Airtable OAuth access token",
        form: "{alnum:17}.v1.{url:20-400}.{hex:64}",
        near: ["airtable"],
        tokenClass: "oauth_grant",
      },
      { id: "xata_key", title: "Xata API key", form: "xau_{url:40-60}", needs: "digit" },
      { id: "airtable_key", title: "Airtable API key", form: "{alnum:17}", near: ["airtable"], needs: "digit" },
      { id: "astra_token", title: "DataStax Astra token", form: "AstraCS:{alnum:20-24}:{hex:64}" },
      { id: "fauna_key", title: "Fauna secret", form: "fn{url:38}", near: ["fauna"] },
      { id: "jfrog_key_named", title: "JFrog API key, by its name", form: "{alnum:73}", near: ["jfrog", "artifactory", "bintray", "xray"], needs: "digit" },
      {
        id: "jfrog_identity_token",
        title: "JFrog identity token, by its name",
        form: "{alnum:64}",
        near: ["jfrog", "artifactory", "bintray", "xray"],
        needs: "digit",
      },
      { id: "fivetran_secret", title: "Fivetran API secret", form: "{alnum:32}", near: ["fivetran"], needs: "digit" },
      { id: "dbt_token", title: "dbt Cloud token", form: ["dbtc_{url:20-60}", "dbtu_{url:20-60}"] },
      { id: "looker_secret", title: "Looker client secret", form: "{alnum:24}", near: ["looker"], needs: "digit", tokenClass: "service_credential" },
      { id: "retool_token", title: "Retool access token", form: "retool_{alnum:32}", needs: "digit" },
      {
        id: "tableau_pat",
        title: "Tableau personal access token",
        form: "{base64:22}==:{alnum:32}",
        tokenClass: "personal_access_token",
        near: ["tableau", "pat_secret", "token_value"],
      },
    ],
  },
];
