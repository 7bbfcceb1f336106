// The pages that `oidc-provider` leaves to whoever runs it. Its own would load a font from elsewhere.

import type { RequestListener } from "node:http";
import { text } from "node:stream/consumers";

import type { KoaContextWithOIDC, Provider } from "oidc-provider";

const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>${title}</title>
<h1>${title}</h1>
${body}
</html>`;

const signInForm = `<form method="post">
    <label>Login <input name="login" autofocus></label>
    <button name="answer" value="yes">Sign in</button>
    <button name="answer" value="no">Cancel</button>
</form>`;

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
            response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
            response.end(page("Sign in at Panva", signInForm));
        }
    };
}

/** Asks whether to sign out; `form` is the provider's own. */
export function signOutPage(context: KoaContextWithOIDC, form: string) {
    const button = '<button form="op.logoutForm" name="logout" value="yes">Sign out</button>';
    context.body = page("Sign out of Panva?", form + button);
}

export const signedOutThere = "Nobody is signed in at Panva.";

/** Where a sign-out ends that leads back to nobody. */
export function signedOutPage(context: KoaContextWithOIDC) {
    context.body = page("Signed out", `<p>${signedOutThere}</p>`);
}
