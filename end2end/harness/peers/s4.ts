// The system of FastAPI and React that Gatepost takes the place of: its settings, and its front end.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

/** Where its two halves are, on the machine of whoever works on it. */
export const backEnd = "http://localhost:7156";
export const frontEnd = "http://localhost:5173";

/** What the back end is called at the provider, and where it has been sent back to for years. */
export const client = { id: "0oa2q6z7example", secret: "S4-secret-of-years", callback: `${backEnd}/signin-oidc` };

/** Its `.env`, but for the issuer. */
export const dotEnv = (issuer: string) =>
    [
        `OKTA_CLIENT_ID=${client.id}`,
        `OKTA_CLIENT_SECRET=${client.secret}`,
        `OKTA_ISSUER_URL=${issuer}`,
        `BACKEND_URL=${backEnd}`,
        `FRONTEND_URL=${frontEnd}`,
        "",
    ].join("\n");

// Its calls, in its order: an axios with the token of the storage on every call, a popup as soon as
// the page is there, whoever sends a token is believed.
const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>S4</title>
<main><p id="state">Authenticating...</p><p id="answer"></p></main>
<script src="/axios.js"></script>
<script type="module">
    const baseURL = "${backEnd}";
    const show = (id, text) => { document.getElementById(id).textContent = text; };

    const api = axios.create({ baseURL, timeout: 300000 });
    api.interceptors.request.use((config) => {
        const token = localStorage.getItem("access_token");
        if (token) config.headers.Authorization = "Bearer " + token;
        return config;
    });
    api.interceptors.response.use((answer) => answer, (error) => {
        if (error.response.status === 401) {
            localStorage.removeItem("access_token");
            location.reload();
        }
        return Promise.reject(error);
    });

    const authenticated = async () => {
        show("state", "Welcome to your application!");
        show("answer", (await api.get("/secure-data")).data.message);
    };

    if (localStorage.getItem("access_token")) {
        authenticated();
    } else {
        const popup = window.open(baseURL + "/login", "Login", "width=600,height=700");
        window.addEventListener("message", ({ data }) => {
            if (!data.token) return;
            localStorage.setItem("access_token", data.token);
            popup.close();
            authenticated();
        });
    }
</script>
</html>`;

/** Serves the front end; what it returns ends that. */
export async function serveFrontEnd(): Promise<() => Promise<void>> {
    const axios = await readFile(new URL("../../node_modules/axios/dist/axios.min.js", import.meta.url));
    const server = createServer(({ url }, response) => {
        const isScript = url === "/axios.js";
        response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html; charset=utf-8" });
        response.end(isScript ? axios : page);
    });
    await new Promise<void>((resolve, reject) =>
        server.once("error", reject).listen(Number(new URL(frontEnd).port), "127.0.0.1", resolve),
    );
    return async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
    };
}
