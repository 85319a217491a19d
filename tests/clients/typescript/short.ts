// A token, a delegation that is refused, and a page: openapi-fetch on the types of openapi-typescript.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

const known = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

const baseUrl = known("CALLBOARD_BASE_URL");
const problem = (found: components["schemas"]["Problem"] | undefined): Error =>
  new Error(found ? `${found.code}: ${found.detail}` : "no answer");

const token = await createClient<paths>({ baseUrl }).POST("/oauth/token", {
  body: {
    grant_type: "client_credentials",
    client_id: known("CALLBOARD_CLIENT_ID"),
    client_secret: known("CALLBOARD_CLIENT_SECRET"),
  },
  bodySerializer: (form) => new URLSearchParams(form),
  headers: { "Content-Type": "application/x-www-form-urlencoded" },
});
if (!token.data) throw problem(token.error);

const operator = createClient<paths>({
  baseUrl,
  headers: { Authorization: `Bearer ${token.data.access_token}` },
});
const made = await operator.POST("/v1/operator/agencies", {
  body: { name: "Northlight Talent", country: "US" },
  params: { header: { "Idempotency-Key": crypto.randomUUID() } },
});
if (!made.data) throw problem(made.error);

const refused = await operator.POST("/v1/delegations", {
  body: { creator_id: made.data.agency.id, purpose: "None.", scopes: ["marketplace.offers.read"] },
});
if (refused.data) throw new Error("an operator may not ask for a delegation");
const code: components["schemas"]["ErrorCode"] = refused.error.code;

const page = await operator.GET("/v1/metrics/imports", { params: { query: { page_size: 5 } } });
if (!page.data) throw problem(page.error);
console.log(code, Array.isArray(page.data.items));
