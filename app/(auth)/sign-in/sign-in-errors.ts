import { identityRefusals } from "@/lib/people/match-identity";

/** By the code that the sign-in flow puts into the address: what happened, why, what to do. */
export const signInErrors: Record<string, string> = {
  ...identityRefusals,
  OAuthSignin: "The sign-in provider could not be reached. Try again in a minute; if it stays, an administrator should check OIDC_ISSUER and its network.",
  OAuthCallback: "The sign-in provider's answer did not fit the question: it took too long, was cancelled, or came from another window. Start again from here.",
  Callback: "The sign-in was refused. Start again from here; if it stays, your administrator finds the reason in the log of the web process.",
  Default: "The sign-in did not work. Start again from here; if it stays, your administrator finds the reason in the log of the web process.",
};
