import { describe, expect, it } from "vitest";
import { createScanner } from "./scanner";
import { alnums, bytes, random } from "./testkit/make";

// Texts as people and programs write them, in syntaxes of many kinds: what is found in them, and that nothing else is.

const scanner = createScanner();
const hex = "0123456789abcdef";
const base64 = `${alnums}+/`;
const word = random(16, alnums, 1);
const token = random(40, alnums, 3);
const password = `kT9$wq${random(8, alnums, 6)}!`;
const plain = password.replace(/[$!]/g, "x");
const signs = `a7<K;t${random(2, alnums, 7)}>Q&3`;
const letters = `${random(6, "bcdfghjklmnpqrstvwxz", 8)}q${random(8, "bcdfghjklmnpqrstvwxz", 9)}`;
const uuid = [8, 4, 4, 4, 12].map((length) => random(length, hex, length)).join("-");
const encoded = Buffer.from(password).toString("base64");

interface Case {
  text: string;
  secrets: string[];
  path?: string;
  prose?: boolean;
}
const cases: Record<string, Case> = {
  "a service's environment in Compose": {
    text: `services:\n  db:\n    environment:\n      - POSTGRES_USER=app\n      - POSTGRES_PASSWORD=${word}\n      - TZ=UTC\n`,
    secrets: [word],
    path: "docker-compose.yml",
  },
  "Compose with a variable and a file": {
    text: `environment:\n  POSTGRES_PASSWORD_FILE: /run/secrets/db_password\nsecrets:\n  db_password:\n    file: ./db_password.txt\n`,
    secrets: [],
    path: "docker-compose.yml",
  },
  "a health check": { text: `test: ["CMD-SHELL", "mysqladmin ping -h localhost -u root -p${plain}"]\n`, secrets: [plain], path: "compose.yaml" },
  "a dump's command": {
    text: `mysqldump --single-transaction -u app -p'${password}' app > app.sql\nmysql -p app < app.sql\nmysql --port 3306 -u root\n`,
    secrets: [password],
    path: "dump.sh",
  },
  "a variable of Terraform": {
    text: `variable "db_password" {\n  type      = string\n  sensitive = true\n  default   = "${word}"\n}\nvariable "api_token" {\n  description = "default is none"\n  type = string\n}\n`,
    secrets: [word],
    path: "variables.tf",
  },
  "resources of Terraform": {
    text: `resource "random_password" "db" {\n  length = 24\n  override_special = "_%@"\n}\nmaster_password = var.master_password\npassword = random_password.db.result\n`,
    secrets: [],
    path: "main.tf",
  },
  "a state of Terraform": {
    text: `{"outputs":{"db_password":{"value":"${word}","type":"string","sensitive":true}}}`,
    secrets: [word],
    path: "terraform.tfstate",
  },
  "design tokens": {
    text: `{"token":{"color":{"brand":{"value":"#1a73e8"}}},"secret":{"value":"{color.base.gray.900}"},"key":"space-inset-squish-m"}`,
    secrets: [],
    path: "tokens.json",
  },
  "a secret of Kubernetes": {
    text: `kind: Secret\nstringData:\n  api-key: ${token}\n  config.yaml: |\n    password: ${password}\n`,
    secrets: [token, password],
    path: "secret.yaml",
  },
  "references of Kubernetes": {
    text: `- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db-credentials\n      key: password\n- name: API_TOKEN\n  value: "$(TOKEN_FROM_FILE)"\n`,
    secrets: [],
    path: "deploy.yaml",
  },
  "values of Helm": {
    text: `auth:\n  password: ""\n  existingSecret: app-db\n  secretKeys:\n    adminPasswordKey: postgres-password\n    userPasswordKey: password\n`,
    secrets: [],
    path: "values.yaml",
  },
  "npm's settings": { text: `//npm.acme.io/:_password=${encoded}\nalways-auth=true\n`, secrets: [encoded], path: ".npmrc" },
  "Gradle's properties": { text: `signing.keyId=24875D73\nsigning.password=${word}\norg.gradle.jvmargs=-Xmx2g\n`, secrets: [word], path: "gradle.properties" },
  "a message": { text: `hey, the staging password is ${password} btw, don't share it`, secrets: [password], prose: true },
  "a message with a colon": { text: `the new password for the wifi: ${password}\nand the token of the build: see 1Password`, secrets: [password], prose: true },
  "a message about passwords": {
    text: `Can someone reset my password? The token is expired and the secret to success is patience. API key for staging: pending approval. New password policy: 14 characters minimum.`,
    secrets: [],
    prose: true,
  },
  "a message in German": { text: `Das Passwort lautet ${password}, bitte nicht weitergeben.`, secrets: [password], prose: true },
  "a masked log": { text: `env:\n  NODE_AUTH_TOKEN: ***\n  GITHUB_TOKEN: ***\nAuthorization: Bearer ****\n`, secrets: [], path: "3_publish.txt" },
  "a log in to a registry": {
    text: `$ docker login -u ci -p ${token} registry.acme.io\nWARNING! Using --password via the CLI is insecure. Use --password-stdin.\n$ docker login -u ci --password-stdin\n`,
    secrets: [token],
    path: "job.log",
  },
  sshpass: { text: `sshpass -p '${password}' ssh deploy@host\nsshpass -e ssh deploy@host -p 2222\n`, secrets: [password], path: "deploy.sh" },
  PowerShell: {
    text: `$p = ConvertTo-SecureString "${password}" -AsPlainText -Force\n$q = ConvertTo-SecureString -String $given -AsPlainText -Force\n`,
    secrets: [password],
    path: "x.ps1",
  },
  "a connection of Java": {
    text: `conn = DriverManager.getConnection("jdbc:mysql://db/x", "root", "${word}");\nconn = DriverManager.getConnection(url, user, password);\nconn = DriverManager.getConnection("jdbc:h2:mem:x", "sa", "");\n`,
    secrets: [word],
    path: "Dao.java",
  },
  "a table without lines": {
    text: `Key         Value\n---         -----\npassword    ${password}\napi_token   ${token}\nusername    ada\n`,
    secrets: [password, token],
    path: "notes.txt",
  },
  "a manual's table": {
    text: `password    string   required   the user's password\ntoken       optional\nsecret      see below for how to make one\n`,
    secrets: [],
    path: "api.txt",
  },
  "minified code": {
    text: `!function(e,t){var n={password:"password",token:e.token,apiKey:t.apiKey||""};e.exports={TOKEN:0,PASSWORD_FIELD:"password-field-input",secretKey:n.k};"password"===t.type&&r(t.token=o.nextToken())}(module,window);`,
    secrets: [],
    path: "app.min.js",
  },
  "sums of Go's modules": {
    text: `github.com/golang-jwt/jwt/v5 v5.2.1 h1:${random(43, base64, 16)}=\ngithub.com/acme/token v1.0.0/go.mod h1:${random(43, base64, 17)}=\n`,
    secrets: [],
    path: "go.sum",
  },
  "a lock file": {
    text: `js-tokens@4.0.0:\n  resolution: {integrity: sha512-${random(86, base64, 20)}==}\nkeytar@7.9.0:\n  resolution: {integrity: sha512-${random(86, base64, 21)}==}\n`,
    secrets: [],
    path: "pnpm-lock.yaml",
  },
  "a translation": {
    text: `{"password":"Passwort","passwordConfirm":"Passwort bestätigen","token":"Zugriffstoken","secret":"Geheimnis","apiKey":"API-Schlüssel","passwordHint":"Mindestens8Zeichen"}`,
    secrets: [],
    path: "de.json",
  },
  "a catalogue of messages": { text: `msgid "Password:"\nmsgstr "Contraseña:"\nmsgid "secret_token"\nmsgstr "token_secreto"\n`, secrets: [], path: "es.po" },
  "an image in a page": { text: `<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA${random(400, base64, 25)}==">`, secrets: [], path: "index.html" },
  "a change": { text: `--- a/config.py\n+++ b/config.py\n-API_KEY = os.environ["API_KEY"]\n+API_KEY = "${token}"\n`, secrets: [token], path: "x.patch" },
  "Python without a secret": {
    text: `def get_token(self, token_type="access", secret=None):\n    token = self.client.fetch_token(token_url, client_secret=self.client_secret)\n    password = getpass.getpass("Password: ")\n`,
    secrets: [],
    path: "auth.py",
  },
  Ansible: {
    text: `mysql_user:\n  password: "{{ vault_db_password }}"\n  login_password: ${password}\n  update_password: on_create\n`,
    secrets: [password],
    path: "play.yml",
  },
  "sealed values": {
    text: `db_password: ENC[AES256_GCM,data:${random(20, base64, 36)}==,iv:${random(43, base64, 37)}=,type:str]\n`,
    secrets: [],
    path: "secrets.enc.yaml",
  },
  "an access log": { text: `"GET /cb?code=abc&access_token=${token}&state=xyz HTTP/1.1" 200 512 "-" "curl/8"\n`, secrets: [token], path: "access.log" },
  SQL: {
    text: `CREATE USER app WITH PASSWORD '${password}';\nALTER USER 'root'@'localhost' IDENTIFIED BY '${word}';\nINSERT INTO users (email, password) VALUES ('a@b.test', '$2b$12$${random(53, alnums, 42)}');\n`,
    secrets: [password, word],
    path: "init.sql",
  },
  "a form": {
    text: `<input type="password" name="password" value="" autocomplete="new-password" placeholder="Password123">\n`,
    secrets: [],
    path: "login.html",
  },
  "a checksum file": {
    text: `${random(64, hex, 61)}  token-service-1.2.0.tar.gz\n${random(64, hex, 62)}  secret-store.zip\n`,
    secrets: [],
    path: "SHA256SUMS",
  },
  "JSON in JSON": { text: JSON.stringify({ msg: JSON.stringify({ user: "ada", password, client_secret: token }) }), secrets: [password, token], path: "x.log" },
  "a summary of tests": { text: "PASS: objcopy -f option2\nFAIL: addr2line-1\nPASS: TestToken/expired1a\n", secrets: [], path: "test-summary" },
  "a shell's variable": { text: `PASS=${word}\nUSER=ada\n`, secrets: [word], path: "run.sh" },
  "a variable of a makefile": {
    text: `API_TOKEN ::= "${token}"\nAPI_SECRET ?= ${token}\nTOKEN_FILE := /run/token\n`,
    secrets: [token, token],
    path: "Makefile",
  },
  "Go's types": {
    text: `var apiToken string = "${token}"\nconst password string = "${word}"\nvar token string = os.Getenv("TOKEN")\n`,
    secrets: [token, word],
    path: "main.go",
  },
  "PHP's joined text": { text: `$apiToken .= "${token}";\n$token .= $part;\n`, secrets: [token], path: "x.php" },
  "a line that goes on below": {
    text: `PASSWORD = \\\n    "${password}"\nconst apiSecret =\n  "${token}";\nconst token =\n  read();\n`,
    secrets: [password, token],
    path: "x.py",
  },
  "a macro": { text: `#define WIFI_PASSWORD "${plain}"\n#define PASSWORD_LENGTH 12\n`, secrets: [plain], path: "wifi.h" },
  "a setting without a sign": { text: `user "ada"\npassword "${password}"\nstarttls required\n`, secrets: [password], path: ".esmtprc" },
  "an element's attribute": { text: `<Server>\n<User>ada</User>\n<Pass encoding="base64">${encoded}</Pass>\n</Server>`, secrets: [encoded], path: "sites.xml" },
  "an element on lines of its own": { text: `<apiToken>\n    ${token}\n</apiToken>\n<token>\n</token>`, secrets: [token], path: "x.xml" },
  "a table in CSV": { text: `name,value\napiToken,${token}\npassword,letmein1\n`, secrets: [token], path: "x.csv" },
  "a build's field": {
    text: `buildConfigField 'String', 'API_KEY', '"${token}"'\nbuildConfigField "String", "API_KEY", apiKey\n`,
    secrets: [token],
    path: "app.gradle",
  },
  "a comparison": {
    text: `if (password == "${plain}" || password != "${word}") {}\nif (password === other.password) {}\n`,
    secrets: [plain, word],
    path: "x.js",
  },
  "keys of any name": {
    text: `IPSTACK_KEY=${random(32, hex, 70)}\nCACHE_KEY=${random(32, hex, 71)}\nPRIMARY_KEY=user_id\ngeocoderKey: ${token}\nSORT_KEY=createdAt2024\n`,
    secrets: [random(32, hex, 70), token],
    path: ".env",
  },
  "keys that are UUIDs": {
    text: `API_KEY=${uuid}\nACCESS_TOKEN=${uuid}\nlock_token: ${uuid}\ntoken_id: ${uuid}\n`,
    secrets: [uuid, uuid],
    path: ".env",
  },
  "a password of any signs": { text: `DB_PASSWORD=${signs}\nexport PGPASSWORD='${signs}'\nPATTERN=[A-Za-z0-9]{8,}\n`, secrets: [signs, signs], path: ".env" },
  "a password of letters": {
    text: `{"password": "${letters}", "newPassword": "Neues Passwort", "passwordHint": "Mindestlänge", "oldPassword": "Passwortbestätigung"}`,
    secrets: [letters],
    path: "x.json",
  },
  "a passphrase": {
    text: `DB_PASSWORD=velvet-harbor-pickle-tundra\nPASSWORD_PAGE=forgot-password-page-link\n`,
    secrets: ["velvet-harbor-pickle-tundra"],
    path: ".env",
  },
  "passwords of calls": {
    text: `new NetworkCredential("joe", "${plain}");\nsmtp.login("joe@acme.io", "${word}")\nrequests.get(url, auth=("joe", "${plain}"))\nclient.login(user, password)\n`,
    secrets: [plain, word, plain],
    path: "x.cs",
  },
  "passwords of commands": {
    text: `psexec \\\\10.0.0.1 -u Administrator -p ${plain} cmd\nredis-cli -h cache -a ${word} ping\nldapsearch -x -D cn=admin -w ${plain} uid=ada\nplink -pw ${plain} host\n`,
    secrets: [plain, word, plain, plain],
    path: "x.bat",
  },
  "a header without a scheme": {
    text: `curl -H "Authorization: ${token}" x\ncurl -H "Authorization: Api-Token ${token}" x\ncurl -H "Authorization: Basic ..." x\n`,
    secrets: [token, token],
    path: "x.sh",
  },
  "messages in other languages": {
    text: `비밀번호: ${password}\n密码：${plain}\nmot de passe : ${password}\nпароль: ${plain}\nContraseña: ${plain}\n`,
    secrets: [password, plain, password, plain, plain],
    prose: true,
  },
  "a message without a verb": {
    text: `login ada\nPassword ${plain}#9\nPassword reset\npassword for ada:${plain}\n`,
    secrets: [`${plain}#9`, plain],
    prose: true,
  },
  "kinds of things": {
    text: `{"AWS::IAM::AccessKey": "${random(16, hex, 72)}", "AWS::SecretsManager::Secret": "${random(16, hex, 73)}"}`,
    secrets: [],
    path: "x.json",
  },
  "policies and routes": {
    text: `{"IAMUserChangePassword": "arn:aws:iam::aws:policy/IAMUserChangePassword"}\nput "/forgot-password" => "cms/sites/passwords#update"\n- echo 'export DB_PASSWORD="'$DB_PASSWORD'"' >> .env\n`,
    secrets: [],
    path: "x.rb",
  },
  "labels beside each other": { text: `{usernameLabel:"Name:",passwordLabel:"Password:",rememberMeLabel:"Remember me:"}`, secrets: [], path: "x.js" },
  "curl without a secret": {
    text: `curl -u test:test x\ncurl --user neo4j:[PASSWORD] x\ncurl -u username:token x\ncurl --user "xxx:yyy" x\ncurl -u "$USER:$PASSWORD" x\n`,
    secrets: [],
    path: "x.sh",
  },
  "a key in comments": {
    text: `# -----BEGIN RSA PRIVATE KEY-----\n# MIIE${random(60, base64, 74)}\n# ${random(64, base64, 75)}\n# -----END RSA PRIVATE KEY-----\n`,
    secrets: [`-----BEGIN RSA PRIVATE KEY-----\n# MIIE${random(60, base64, 74)}\n# ${random(64, base64, 75)}\n# -----END RSA PRIVATE KEY-----`],
    path: "x.conf",
  },
  "a ticket": { text: `Log in as qa@acme.io with password "${password}" and press Save. Expected: token field shows ••••.`, secrets: [password], prose: true },
  "a setting of a Dockerfile": {
    text: `ENV DB_PASSWORD ${word}\nENV PATH /usr/bin:$PATH\nENV TOKEN_FILE /run/secrets/token1\nRUN aws configure set aws_secret_access_key ${random(40, base64, 80)}\n`,
    secrets: [word, random(40, base64, 80)],
    path: "Dockerfile",
  },
  "a setting behind one space": {
    text: `bindpw ${plain}\nAuthLDAPBindPassword ${plain}\npassword required\npassword sha512 use_authtok\n`,
    secrets: [plain, plain],
    path: "ldap.conf",
  },
  "directives of servers": {
    text: `proxy_set_header X-Api-Key "${token}";\nset $api_token "${token}";\nproxy_set_header X-Api-Key "$key";\n`,
    secrets: [token, token],
    path: "nginx.conf",
  },
  "what holds without a variable": {
    text: `password: \${DB_PASSWORD:${plain}}\ntoken=\${API_TOKEN:-${token}}\npassword: \${PASSWORD:?is not set}\nuser: \${DB_USER:app}\npassword: \${DB_PASS:-}\n`,
    secrets: [plain, token],
    path: "application.yml",
  },
  "assignments within texts of a program": {
    text: `cmd.Env = append(env, "API_TOKEN=${token}")\ndb = open("host=db user=app password=${plain} dbname=x")\ndata['password'] = getpass("Password: ")\nfmt.Sprintf("password=%s", p)\n`,
    secrets: [token, plain],
    path: "main.go",
  },
  lists: {
    text: `{"passwords": ["${plain}", "${word}"], "secrets": ["name-of-one", "name-of-another"], "token_variants": ["+i6t-not-inline"]}`,
    secrets: [plain, word],
    path: "x.json",
  },
  "arguments with a default": {
    text: `p.add_argument("--api-token", type=str, default="${token}", help="x")\np.add_argument("--password", default="changeme")\nflag.String("password", "${plain}", "the password")\n`,
    secrets: [token, plain],
    path: "x.py",
  },
  "parameters with a default": {
    text: `Parameters:\n  DbPassword:\n    Type: String\n    Default: ${plain}\n  Token:\n    Type: String\n  Other:\n    Default: ${token}\n`,
    secrets: [plain],
    path: "stack.yaml",
  },
  "a parameter of a template": {
    text: `{"adminPassword": {"type": "securestring", "defaultValue": "${plain}"}, "password": {"type": "string", "description": "default is none"}}`,
    secrets: [plain],
    path: "azuredeploy.json",
  },
  "elements with attributes": {
    text: `<string name="client_secret" translatable="false">${token}</string>\n<setting name="ApiKey" serializeAs="String"><value>${token}</value></setting>\n<wsse:Password Type="x#PasswordText">${plain}</wsse:Password>\n<param name="apiKey"><![CDATA[${token}]]></param>\n`,
    secrets: [token, token, plain, token],
    path: "x.xml",
  },
  "other languages' signs": {
    text: `password <- "${plain}"\n(def api-token "${token}")\nDim password As String = "${plain}"\n#define kApiKey @"${token}"\n<Map token={"${token}"} />\n`,
    secrets: [plain, token, plain, token, token],
    path: "x.txt",
  },
  "bold names": {
    text: `**Password:** ${plain}\n**Password**: ${plain}\n* **API Key:** \`${token}\`\n**Token:** see 1Password\n`,
    secrets: [plain, plain, token],
    path: "notes.md",
  },
  "a page": {
    text: `<p>Password: <b>${plain}</b></p><p><strong>API token:</strong> <code>${token}</code></p><tr><th>API Key</th><td><code>${token}</code></td></tr><td><p>Password</p></td><td><p>${plain}</p></td><p>Password: <b>required</b></p>{&quot;password&quot;:&quot;${plain}&quot;}`,
    secrets: [plain, token, token, plain, plain],
    path: "page.html",
  },
  "names beside values": {
    text: `- {name: apiToken, value: ${token}}\n<meta-data android:name="com.acme.API_KEY" android:value="${token}"/>\n<meta name="api-key" content="${token}">\n{"ParameterKey": "DbPassword", "ParameterValue": "${plain}"}\nAccess key: ${word} Secret key: ${token}\n`,
    secrets: [token, token, token, plain, word, token],
    path: "x.yaml",
  },
  "a chat's bold words": { text: `*Password:* ${plain}\nthe token is *${token}*\n`, secrets: [plain, token], prose: true },
  "a table with a heading": {
    text: `| user | password | host |\n|------|----------|------|\n| ada | ${plain} | db1 |\n| bob | \`${word}\` | db2 |\n\n| option | password |\n|---|---|\n| length | at least 12 |\n`,
    secrets: [plain, word],
    path: "access.md",
  },
  "an export of logins": {
    text: `name,url,username,password\nshop,https://shop.test,ada,${plain}\n"wiki, old",https://wiki.test,bob,"${password}"\nmail,https://mail.test,eve,${random(32, hex, 81)}\n`,
    secrets: [plain, password],
    path: "logins.csv",
  },
  "rows for a database": {
    text: `INSERT INTO users (id, name, password, api_token) VALUES (1, 'ada', '${plain}', '${token}'), (2, 'o''neil', '${random(40, hex, 82)}', NULL);\n`,
    secrets: [plain, token],
    path: "seed.sql",
  },
  "more passwords of commands": {
    text: `echo 'app:${plain}' | chpasswd\necho ${word} | sudo -S true\nsqlplus scott/${plain}@orcl\nsmbclient //srv/x -U 'ada%${plain}'\nunzip -P ${word} x.zip\nkeytool -storepass ${word}\nsshpass -p${word} ssh x\nhtpasswd -bc f ada ${word}\nlftp -u ada,${word} x\nmsbuild /p:Configuration=Release9a\n`,
    secrets: [plain, word, plain, plain, word, word, word, word, word],
    path: "x.sh",
  },
  "more passwords of calls": {
    text: `jwt.sign(payload, "${plain}");\njwt.verify(token, publicKey);\npymysql.connect("db", "root", "${word}", "x")\ncurl_setopt($c, CURLOPT_USERPWD, "ada:${word}");\npage.fill("#password", "${plain}")\ndriver.find_element("password").send_keys("${plain}")\nbtoa("ada:${word}")\n`,
    secrets: [plain, word, word, plain, plain, word],
    path: "x.js",
  },
  "a switch's passwords": {
    text: `snmp-server community ${word} RO\nusername ada password 0 ${plain}\nsnmp-server community public RO\n`,
    secrets: [word, plain],
    path: "switch.cfg",
  },
  "names of algorithms": {
    text: `password_hash: ${random(40, hex, 84)}\nPublicKeyToken=${random(16, hex, 85)}\ncredentialsId: '${word}'\n"nextForwardToken": "f/${token}"\narn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/${word}\ntoken_type=Bearer keyId=${token}\npassword_hash: sha256\npassword_encryption = scram-sha-256\npassword_hasher = argon2id\njwt_secret_alg: hs256\n"private_key_id": "${random(40, hex, 83)}"\n`,
    secrets: [],
    path: "x.yaml",
  },
  "a message with a dash": {
    text: `wifi password - ${plain}\nPassword (temporary): ${plain}\nthe password to the vault is ${plain}.\npassword - see above\n`,
    secrets: [plain, plain, plain],
    prose: true,
  },
  "a header of a program": {
    text: `h = {"Authorization": "${token}"}\nh2 = {Authorization: \`Token ${token}\`}\nh3 = {"Authorization": "application/json"}\n`,
    secrets: [token, token],
    path: "x.js",
  },
};

describe("in a text of the world", () => {
  it.each(Object.entries(cases))("%s: the secrets alone are found", (_, { text, secrets, ...about }) => {
    const found = scanner.scan(bytes(text), about).filter(({ mark }) => mark === null);
    expect(found.map(({ secret }) => secret)).toEqual(secrets);
  });
});
