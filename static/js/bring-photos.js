// On the library's pages files may be dropped anywhere.
import { Bringing } from "./photos/bring.js";

const form = document.querySelector("[data-behaviour~=bring-photos]");
if (form) new Bringing(form, document);
