import { expect, test } from "../fixtures.ts";
import { ask } from "../http.ts";

/** What scanners try on every host: files left lying about, other programs' consoles, ways out of the folder. */
const asked = `
  .git/config .git/HEAD .svn/entries .env .env.local .env.production .npmrc .DS_Store .htaccess .htpasswd
  .aws/credentials .ssh/id_rsa .vscode/settings.json Dockerfile docker-compose.yml package.json package-lock.json
  tsconfig.json next.config.ts drizzle.config.ts data/latchkey.db latchkey.db data/session-secret data/outbox
  app/page.tsx lib/services.ts .next/BUILD_ID .next/server/app/login.html _next/data/x/login.json
  _next/image?url=/icon.svg&w=64&q=75 _next/static/../../../.env _next/static/%2e%2e/%2e%2e/.env
  _next/static/..%2f..%2f.env __nextjs_original-stack-frames server-status phpinfo.php index.php admin.php
  wp-login.php xmlrpc.php adminer.php cgi-bin/test-cgi actuator/env actuator/health trace.axd web.config
  WEB-INF/web.xml graphql api/v1 api/users swagger.json openapi.json v2/api-docs crossdomain.xml backup.zip
  backup.tar.gz backup.sql dump.sql database.sqlite error.log config.json config.php composer.json login.php
  login.html login~ login.bak index.html ..%2f..%2fetc/passwd %00 %c0%ae%c0%ae/etc/passwd /evil.example`;

test("what scanners look for is not here, and no answer says more than that", async ({
  server,
}) => {
  const answers = await Promise.all(
    asked
      .trim()
      .split(/\s+/)
      .map(async (path) => ({ path, ...(await ask(`${server.url}/${path}`)) })),
  );
  for (const { path, status, headers, body } of answers) {
    expect([400, 404], path).toContain(status);
    expect(body, path).not.toMatch(/root:x:|SESSION_SECRET|"version"|node_modules/);
    expect(Object.keys(headers), path).not.toContain("x-powered-by");
    expect(headers["content-security-policy"], path).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
  }
});

test("what monitors ask carries the same headers as everything else", async ({ server }) => {
  for (const path of ["/healthz", "/readyz", "/metrics"]) {
    const { status, headers } = await ask(server.url + path);
    expect(status, path).toBe(200);
    expect(headers["content-security-policy"], path).toContain("default-src 'none'");
  }
});
