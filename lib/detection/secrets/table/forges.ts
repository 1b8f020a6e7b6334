import { hasRoutableChecksum } from "../checks/gitlab";
import { isPypiMacaroon } from "../checks/macaroon";
import { hasChecksum } from "../families/github";
import type { Entry, Family } from "./entry";

const gitlab = (id: string, title: string, prefix: string, more: Partial<Entry> = {}): Entry[] => [
  { id, title, form: `${prefix}{url:20}`, ...more },
  {
    id: `${id}_routable`,
    title: `${title}, routable`,
    form: [`${prefix}{url:27-300}.{lowernum:9}`, `${prefix}{url:27-300}.{digit:2}.{lowernum:9}`],
    check: hasRoutableChecksum,
    ...more,
  },
];

/** Forges, registries of packages and images. */
export const forges: readonly Family[] = [
  {
    family: "npm",
    rotate: "npm: Access Tokens → Delete, then create a granular one.",
    entries: [
      { id: "npm_access_token", title: "npm access token", form: "npm_{alnum:36}", check: hasChecksum },
      { id: "npm_legacy_token", title: "npm token in .npmrc", form: "{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}", near: ["_authtoken"] },
    ],
  },
  {
    family: "GitLab",
    rotate: "GitLab: Preferences → Access tokens (or the project's, group's or runner's page) → Revoke or Rotate.",
    entries: [
      ...gitlab("gitlab_pat", "GitLab personal, project or group access token", "glpat-", { tokenClass: "personal_access_token" }),
      ...gitlab("gitlab_deploy_token", "GitLab deploy token", "gldt-", { tokenClass: "deploy_key" }),
      ...gitlab("gitlab_runner_token", "GitLab runner authentication token", "glrt-"),
      { id: "gitlab_runner_token_typed", title: "GitLab runner authentication token with its type", form: ["glrt-t{digit:1}_{url:20}", "glrtr-{url:20}"] },
      { id: "gitlab_ci_job_token", title: "GitLab CI/CD job token", form: "glcbt-{alnum:1-5}_{url:20}", tokenClass: "ephemeral_secret" },
      { id: "gitlab_trigger_token", title: "GitLab pipeline trigger token", form: "glptt-{hex:40}" },
      { id: "gitlab_feed_token", title: "GitLab feed token", form: "glft-{url:20}" },
      { id: "gitlab_mail_token", title: "GitLab incoming mail token", form: "glimt-{url:25}" },
      { id: "gitlab_agent_token", title: "GitLab agent for Kubernetes token", form: "glagent-{url:50}" },
      { id: "gitlab_oauth_secret", title: "GitLab OAuth application secret", form: "gloas-{url:64}", tokenClass: "service_credential" },
      { id: "gitlab_scim_token", title: "GitLab SCIM token", form: "glsoat-{url:20}" },
      { id: "gitlab_feature_flag_token", title: "GitLab feature flags client token", form: "glffct-{url:20}" },
      { id: "gitlab_runner_registration", title: "GitLab runner registration token", form: "GR1348941{url:20}" },
      { id: "gitlab_session", title: "GitLab session cookie", form: "_gitlab_session={lowernum:32}", tokenClass: "ephemeral_secret" },
    ],
  },
  {
    family: "Bitbucket",
    rotate: "Bitbucket: Personal settings → App passwords, or the repository's Access tokens → Revoke.",
    entries: [
      { id: "bitbucket_app_password", title: "Bitbucket app password", form: "ATBB{alnum:32}" },
      { id: "bitbucket_access_token", title: "Bitbucket repository access token", form: "ATCTT3xFfG{base64pad:170-200}" },
      { id: "bitbucket_data_center_token", title: "Bitbucket Data Center HTTP access token", form: "BBDC-{base64:44}" },
      {
        id: "bitbucket_client_secret",
        title: "Bitbucket OAuth client secret",
        form: ["{alnum:32}", "{url:64}"],
        near: ["bitbucket_client_secret", "bitbucket_secret", "bitbucket-secret", "bitbucketclientsecret"],
        tokenClass: "service_credential",
      },
    ],
  },
  {
    family: "Gitea and Forgejo",
    rotate: "Gitea, Forgejo or Codeberg: Settings → Applications → Manage access tokens → Delete.",
    entries: [
      {
        id: "gitea_token",
        title: "Gitea or Forgejo access token",
        form: "{hex:40}",
        near: ["gitea", "forgejo", "codeberg"],
        tokenClass: "personal_access_token",
      },
    ],
  },
  {
    family: "PyPI",
    rotate: "PyPI: Account settings → API tokens → Remove.",
    entries: [{ id: "pypi_token", title: "PyPI API token", form: "pypi-AgE{url:60-1000}", check: isPypiMacaroon }],
  },
  {
    family: "Package registries",
    rotate: "The registry's account page → API keys or tokens → revoke and create anew.",
    entries: [
      { id: "rubygems_key", title: "RubyGems API key", form: "rubygems_{hex:48}" },
      { id: "crates_io_token", title: "crates.io API token", form: "cio{alnum:32}", needs: "upper and digit", near: ["cargo", "crates_io", "token"] },
      { id: "nuget_key", title: "NuGet API key", form: "oy2{lowernum:43}", needs: "digit" },
      { id: "clojars_token", title: "Clojars deploy token", form: "CLOJARS_{lowernum:60}" },
      { id: "hex_pm_key", title: "Hex.pm API key", form: "{hex:32}", near: ["hex_api_key", "hex_write_api_key"] },
      { id: "packagist_token", title: "Packagist or Private Packagist token", form: ["packagist_{lower:3}_{hex:68}", "packagist_{lower:2}_{hex:68}"] },
      { id: "docker_hub_pat", title: "Docker Hub personal access token", form: "dckr_pat_{url:27-40}", tokenClass: "personal_access_token" },
      { id: "docker_org_token", title: "Docker organisation access token", form: "dckr_oat_{url:32}" },
      { id: "jfrog_api_key", title: "JFrog Artifactory API key", form: "AKCp{alnum:69}", needs: "digit" },
      { id: "jfrog_reference_token", title: "JFrog reference token", form: "cmVmd{alnum:59}", needs: "digit" },
      { id: "cloudsmith_key", title: "Cloudsmith API key", form: "{hex:40}", near: ["cloudsmith"] },
      { id: "cloudsmith_token", title: "Cloudsmith API key with its prefix", form: "csa_{alnum:36-40}", needs: "digit" },
      { id: "thunderstore_token", title: "Thunderstore service account token", form: "tss_{alnum:20-48}", needs: "upper and digit" },
      { id: "gemfury_token", title: "Gemfury deploy token", form: "{url:20}", near: ["gemfury", "furyio"] },
      {
        id: "maven_central_token",
        title: "Sonatype user token",
        form: "{alnum:44}",
        near: ["ossrh_token", "sonatype_password", "sonatypepassword", "ossrh_password", "ossrhpassword", "mavencentralpassword"],
        needs: "digit",
      },
    ],
  },
];
