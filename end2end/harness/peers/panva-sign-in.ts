// The page on which somebody signs in at `oidc-provider`: it leaves that one to whoever runs it.

import type { RequestListener } from "node:http";
import { text } from "node:stream/consumers";

import type { Provider } from "oidc-provider";

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>Sign in at Panva</title>
<h1>Sign in at Panva</h1>
<form method="post">
    <label>Login <input name="login" autofocus></label>
    <button name="answer" value="yes">Sign in</button>
    <button name="answer" value="no">Cancel</button>
</form>
</html>`;

const denied = { error: "access_denied", error_description: "the person pressed Cancel" };

export function signInPage(provider: Provider): RequestListener {
    return async (request, response) => {
        if (request.method === "POST") {
            const form = new URLSearchParams(await text(request));
            const accountId = form.get("login") ?? "";
            // Whoever signs in agrees to what is asked for.
            const result = form.get("answer") === "yes" ? { login: { accountId }, consent: {} } : denied;
            await provider.interactionFinished(request, response, result);
        } else {
            // Refuses whoever did not come from the authorization endpoint.
            await provider.interactionDetails(request, response);
            response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
        }
    };
}
