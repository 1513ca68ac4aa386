// Contributors and related articles as rows: the form keeps them as text, which stands and works without this script.
import { contributors } from "./beside/contributors.js";
import { related } from "./beside/related.js";

for (const field of document.querySelectorAll("[data-behaviour~=contributors]")) contributors(field);
for (const field of document.querySelectorAll("[data-behaviour~=related]")) related(field);
