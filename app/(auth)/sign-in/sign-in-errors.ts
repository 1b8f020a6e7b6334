/** By the code that the sign-in flow puts into the address: what happened, why, what to do. */
export const signInErrors: Record<string, string> = {
  unknown_person:
    "The provider knows you, but the directory that Countersign reads does not list you, or not under this address. Ask an administrator to check your entry on the People page.",
  ambiguous_person:
    "More than one person in the directory has your address, so nobody was signed in. Ask an administrator to link your sign-in to the right person.",
  not_active: "The directory does not list you as active. If that is wrong, ask whoever keeps the directory to correct it; the next sync brings it here.",
  unverified_email:
    "The provider did not say that your e-mail address is verified, and nothing else ties you to a person yet. Verify it there, or ask an administrator.",
  OAuthSignin: "The sign-in provider could not be reached. Try again in a minute; if it stays, an administrator should check OIDC_ISSUER and its network.",
  OAuthCallback: "The sign-in provider's answer did not fit the question: it took too long, was cancelled, or came from another window. Start again from here.",
  Callback: "The sign-in was refused. Start again from here; if it stays, your administrator finds the reason in the log of the web process.",
  Default: "The sign-in did not work. Start again from here; if it stays, your administrator finds the reason in the log of the web process.",
};
