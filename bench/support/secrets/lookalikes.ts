import type { Chance } from "./random";

/** A text that holds no live secret, though something in it looks like one. */
export interface LookAlike {
  sort: string;
  text: string;
  path: string;
  prose: boolean;
}

const hex = "0123456789abcdef";
const digits = "0123456789";
const lower = "abcdefghijklmnopqrstuvwxyz";
const upper = lower.toUpperCase();
const alnum = digits + upper + lower;
const uuid = (by: Chance): string => [8, 4, 4, 4, 12].map((length) => by.text(hex, length)).join("-");
const word = (by: Chance): string =>
  by.pick(["order", "user", "invoice", "client", "session", "report", "device", "account", "payment", "customer", "audit", "worker"]);
const Word = (by: Chance): string => word(by).replace(/^./, (letter) => letter.toUpperCase());

type Sort = [sort: string, path: string, make: (by: Chance) => string];

const sorts: readonly Sort[] = [
  ["git commit", "git.log", (by) => `commit ${by.text(hex, 40)}\nMerge: ${by.text(hex, 7)} ${by.text(hex, 7)}`],
  ["lock-file", "package-lock.json", (by) => `"integrity": "sha512-${by.bytes(64).toString("base64")}",`],
  [
    "lock-file",
    "yarn.lock",
    (by) =>
      `  resolved "https://registry.yarnpkg.com/${word(by)}/-/${word(by)}-1.2.3.tgz#${by.text(hex, 40)}"\n  integrity sha512-${by.bytes(64).toString("base64")}`,
  ],
  ["lock-file", "go.sum", (by) => `github.com/${word(by)}/${word(by)} v1.2.3 h1:${by.bytes(32).toString("base64")}`],
  ["lock-file", "poetry.lock", (by) => `    {file = "token_${word(by)}-1.0.tar.gz", hash = "sha256:${by.text(hex, 64)}"},`],
  ["uuid", "service.log", (by) => `INFO request id=${uuid(by)} trace=${by.text(hex, 32)} span=${by.text(hex, 16)} token_type=bearer`],
  ["log", "service.log", (by) => `WARN token validation failed for ${word(by)} ${by.text(digits, 8)} after ${by.int(900)} ms (request ${by.text(hex, 24)})`],
  ["log", "service.log", (by) => `ERROR password for user ${word(by)}${by.int(99)} rejected from 10.0.${by.int(255)}.${by.int(255)}`],
  ["log", "auth.log", (by) => `sshd[${by.int(9999)}]: Accepted publickey for deploy: RSA SHA256:${by.bytes(32).toString("base64").replace("=", "")}`],
  ["image", "page.html", (by) => `<img src="data:image/png;base64,iVBORw0KGgo${by.bytes(90).toString("base64")}">`],
  ["image", "style.css", (by) => `background:url(data:font/woff2;base64,d09GMgABAAAAA${by.bytes(120).toString("base64")})`],
  ["source map", "app.js.map", (by) => `"mappings":"${by.text(`${alnum}+/;,`, 160)}","names":["token","password","${word(by)}Secret"]`],
  [
    "minified",
    "app.min.js",
    (by) => `function ${by.text(lower, 1)}(e,t){return e.password=t.password,e.token===t.token?n.secret(e):void 0}var ${by.text(lower, 1)}="${word(by)}Token";`,
  ],
  [
    "minified",
    "app.min.js",
    (by) => `t.accessToken=e.accessToken||null,this.apiKey=r.apiKey,n.default={password:!0,token:i.${word(by)}Token,secret:o(${by.int(99)})}`,
  ],
  [
    "translation",
    "de.json",
    (by) => `"password": "${by.pick(["Passwort", "Kennwort", "Neues Passwort", "Passwort vergessen?", "Bitte Passwort eingeben"])}",\n"${word(by)}": "x"`,
  ],
  [
    "translation",
    "fr.yml",
    (by) => `    password: ${by.pick(["Mot de passe", "mot de passe oublié", "Nouveau mot de passe"])}\n    token: ${by.pick(["Jeton", "Jeton d'accès"])}`,
  ],
  ["translation", "es.json", (by) => `"login.password.${word(by)}": "Contraseña", "login.token.${word(by)}": "Código de acceso"`],
  [
    "translation",
    "en.properties",
    (by) => `error.password.${word(by)}=Password must be at least 12 characters\nlabel.apiKey.${word(by)}=API key for ${word(by)}`,
  ],
  ["form", "login.html", (by) => `<input type="password" name="password" id="${word(by)}-password" placeholder="Password" autocomplete="current-password">`],
  [
    "form",
    "login.tsx",
    (by) => `<Input label="Password" type="password" value={password} onChange={set${Word(by)}Password} error={errors.password?.message} />`,
  ],
  ["code", "src/auth.ts", (by) => `const password = await readPassword(${word(by)}Id);\nconst token = get${Word(by)}Token(request.headers.authorization);`],
  ["code", "src/auth.ts", (by) => `interface ${Word(by)} { password: string; apiKey?: string | null; token: ${Word(by)}Token; secret: Buffer }`],
  [
    "code",
    "src/auth.py",
    (by) => `def login(username: str, password: str = None, token: Optional[str] = None) -> ${Word(by)}:\n    secret = self.${word(by)}_secret`,
  ],
  ["code", "Auth.java", (by) => `String password = ${word(by)}Config.getPassword();\nthis.accessToken = tokenProvider.get${Word(by)}Token(user);`],
  ["code", "auth.go", (by) => `token := r.Header.Get("X-${Word(by)}-Token")\npassword := os.Getenv("${word(by).toUpperCase()}_PASSWORD")`],
  [
    "code",
    "auth.rb",
    (by) => `password = params[:${word(by)}][:password]\ntoken: current_user.${word(by)}_token,\nsecret: Rails.application.credentials.${word(by)}_secret`,
  ],
  ["code", "auth.php", (by) => `$password = $_POST['password']; $token = $this->${word(by)}->getToken(); $secret = config('${word(by)}.secret');`],
  ["code", "auth.cs", (by) => `var password = Configuration["${Word(by)}:Password"]; string apiKey = options.Value.${Word(by)}ApiKey;`],
  ["code", "parser.c", (by) => `if (parser->token == TOKEN_${word(by).toUpperCase()}) { token = next_token(parser); secret_len = sizeof(secret); }`],
  [
    "code",
    "tokens.ts",
    (by) => `export const ${word(by)}Token = "${word(by)}-token"; const tokenType = "access_token"; const tokenUrl = "https://id.corp.invalid/oauth/token";`,
  ],
  [
    "code",
    "src/const.ts",
    (by) => `export const PASSWORD_RESET_${word(by).toUpperCase()} = "password-reset-${word(by)}"; const SECRET_NAME = "${word(by)}-secret";`,
  ],
  ["reference", "ci.yml", (by) => `  password: \${{ secrets.${word(by).toUpperCase()}_PASSWORD }}\n  token: $CI_${word(by).toUpperCase()}_TOKEN`],
  ["reference", "docker-compose.yml", (by) => `      POSTGRES_PASSWORD: \${${word(by).toUpperCase()}_PASSWORD:?missing}\n      API_KEY: \${API_KEY}`],
  ["reference", "main.tf", (by) => `  password = var.${word(by)}_password\n  token    = data.vault_generic_secret.${word(by)}.data["token"]`],
  ["reference", "deployment.yaml", (by) => `- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: ${word(by)}-db\n      key: password`],
  ["reference", "app.properties", (by) => `spring.datasource.password=\${${word(by).toUpperCase()}_DB_PASSWORD}\napi.key=@${word(by)}.api.key@`],
  ["reference", "values.yaml", (by) => `password: vault:secret/data/${word(by)}#password\ntoken: "{{ .Values.${word(by)}.token }}"`],
  [
    "placeholder",
    ".env.example",
    (by) =>
      `DB_PASSWORD=${by.pick(["changeme", "your-password-here", "<password>", "xxxxxxxx", "********", "CHANGE_ME", "secret", "password"])}\n${word(by).toUpperCase()}_URL=x`,
  ],
  [
    "placeholder",
    "README.md",
    (by) => `export API_KEY=${by.pick(["your-api-key", "YOUR_API_KEY", "<your-api-key>", "xxxxxxxxxxxxxxxx", "REPLACE_ME", "..."])} # ${word(by)}`,
  ],
  [
    "placeholder",
    "README.md",
    (by) => `psql postgres://${by.pick(["user:password@localhost", "username:password@host", "postgres:postgres@localhost"])}:5432/${word(by)}`,
  ],
  [
    "placeholder",
    "docs.md",
    (by) => `curl -H "Authorization: Bearer ${by.pick(["YOUR_TOKEN", "<token>", "$TOKEN", "{token}", "xxxxx"])}" https://api.corp.invalid/${word(by)}`,
  ],
  [
    "placeholder",
    "docs.md",
    (by) => `aws_access_key_id = AKIAIOSFODNN7${"EXAMPLE"}\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY${"EXAMPLEKEY"}\n# ${word(by)}`,
  ],
  [
    "placeholder",
    "docs.md",
    (by) => `github token: ghp_${by.pick(["x", "0", "a"]).repeat(36)} and slack xoxb-${"0".repeat(12)}-${"0".repeat(12)}-${"x".repeat(24)} ${word(by)}`,
  ],
  [
    "near miss",
    "notes.txt",
    (by) => `ghp_${by.text(alnum, by.between(8, 30))} sk_live_${by.text(lower, 6)} AKIA${by.text(upper, 9)} xoxb-${by.text(digits, 5)}`,
  ],
  [
    "near miss",
    "notes.txt",
    (by) => `npm_config_${word(by)} glpat-short AIza${by.text(alnum, 20)} SG.${by.text(alnum, 5)}.${by.text(alnum, 8)} hf_${word(by)}_dataset`,
  ],
  ["near miss", "app.ts", (by) => `import { sk_${word(by)} } from "./sk-${word(by)}-${word(by)}-theme"; key-${word(by)}; re_${word(by)}_pattern`],
  [
    "url",
    "docs.md",
    (by) => `https://user@git.corp.invalid/${word(by)}.git http://[::1]:8080/a:b@c https://corp.invalid/p?token_type=bearer&page=${by.int(99)}`,
  ],
  ["url", "access.log", (by) => `GET /reset-password?next=%2F${word(by)}&page_token=CAE${by.int(9)} HTTP/1.1 200`],
  [
    "email",
    "chat.txt",
    (by) => `reset your password at it-desk@corp.invalid, ticket ${word(by).toUpperCase()}-${by.int(9999)}; the token expired, the secret is out ;-)`,
  ],
  ["prose", "chat.txt", (by) => `The password for the ${word(by)} system has been changed. Please ask ${Word(by)} team for the new token or secret.`],
  ["prose", "guide.md", (by) => `Password: at least 12 characters. Token: a string that identifies the ${word(by)}. Secret: never share it.`],
  ["certificate", "ca.pem", (by) => `-----BEGIN CERTIFICATE-----\nMIID${by.text(`${alnum}+/`, 60)}\n${by.text(`${alnum}+/`, 64)}\n-----END CERTIFICATE-----`],
  ["certificate", "id.pub", (by) => `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ${by.text(`${alnum}+/`, 120)} ${word(by)}@host`],
  ["certificate", "key.pem", (by) => `-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE${by.text(`${alnum}+/`, 60)}\n-----END PUBLIC KEY-----`],
  ["hash", "SHA256SUMS", (by) => `${by.text(hex, 64)}  ${word(by)}-token-service.tar.gz`],
  ["hash", "users.sql", (by) => `INSERT INTO users (name, password_hash) VALUES ('${word(by)}', '$2b$12$${by.text(`${alnum}./`, 53)}');`],
  [
    "hash",
    ".htpasswd",
    (by) => `${word(by)}:$apr1$${by.text(`${alnum}./`, 8)}$${by.text(`${alnum}./`, 22)}\n${word(by)}2:{SHA}${by.bytes(20).toString("base64")}`,
  ],
  ["hash", "shadow", (by) => `${word(by)}:$6$${by.text(`${alnum}./`, 16)}$${by.text(`${alnum}./`, 86)}:19000:0:99999:7:::`],
  ["hash", "docker.txt", (by) => `FROM corp/${word(by)}@sha256:${by.text(hex, 64)}`],
  [
    "identifiers",
    "ids.json",
    (by) =>
      `"clientId": "${by.text(digits, 12)}-${by.text(lower + digits, 32)}.apps.googleusercontent.com", "tokenId": "${uuid(by)}", "keyId": "${by.text(hex, 16)}"`,
  ],
  [
    "identifiers",
    "config.json",
    (by) =>
      `"secretName": "${word(by)}-tls", "tokenPath": "/var/run/secrets/${word(by)}/token", "passwordFile": "/run/secrets/${word(by)}", "apiKeyHeader": "X-Api-Key"`,
  ],
  [
    "identifiers",
    "terraform.tf",
    (by) => `  secret_id = aws_secretsmanager_secret.${word(by)}.id\n  kms_key_id = "arn:aws:kms:eu-west-1:${by.text(digits, 12)}:key/${uuid(by)}"`,
  ],
  [
    "settings",
    "policy.yaml",
    (by) => `passwordMinLength: ${by.int(30)}\ntokenExpiry: ${by.int(90)}d\nsecretRotationDays: ${by.int(99)}\napiKeyEnabled: true\n${word(by)}: x`,
  ],
  [
    "settings",
    "policy.json",
    (by) =>
      `"maxTokens": ${by.int(9999)}, "tokenLimit": "${by.int(9)}k", "passwordPolicy": "strict", "secretBackend": "${word(by)}-kv", "tokenEndpointAuthMethod": "client_secret_basic"`,
  ],
  [
    "public",
    "app.html",
    (by) => `<script>window.csrfToken = document.querySelector('meta[name="csrf-token"]').content; const publicKey = "pk_${word(by)}"</script>`,
  ],
  ["public", "stripe.js", (by) => `Stripe('pk_live_${by.text(alnum, 24)}'); // publishable, ${word(by)}`],
  [
    "test",
    "fixtures.ts",
    (by) => `const user = { name: "${word(by)}", password: "${by.pick(["password", "secret123", "test1234", "password123", "s3cret"])}" };`,
  ],
];

/** Look-alikes, of all sorts alike. */
export function lookAlikes(by: Chance, count: number): LookAlike[] {
  return Array.from({ length: count }, (_, at) => {
    const [sort, path, make] = sorts[at % sorts.length] as Sort;
    return { sort, path, text: make(by), prose: /chat|README|guide|notes/.test(path) };
  });
}
