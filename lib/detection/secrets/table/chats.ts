import type { Family } from "./entry";

/** Chat and messages. */
export const chats: readonly Family[] = [
  {
    family: "Slack",
    rotate: "Slack: api.slack.com/apps → OAuth & Permissions → Revoke, or rotate; a webhook on the app's Incoming Webhooks page.",
    entries: [
      { id: "slack_bot_token", title: "Slack bot token", form: ["xoxb-{digit:9-14}-{digit:9-14}-{alnum:24}", "xoxb-{digit:8-14}-{alnum:18-26}"] },
      {
        id: "slack_user_token",
        title: "Slack user token",
        tokenClass: "oauth_grant",
        form: ["xoxp-{digit:9-14}-{digit:9-14}-{digit:9-14}-{hex:32}", "xoxp-{digit:9-14}-{digit:9-14}-{digit:9-14}-{alnum:6-10}"],
      },
      { id: "slack_app_token", title: "Slack app-level token", form: "xapp-{digit:1}-{uppernum:9-13}-{digit:9-15}-{hex:64}" },
    ],
  },
];
