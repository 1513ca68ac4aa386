import { Bringing } from "./files/bring.js";

const form = document.querySelector("[data-behaviour~=bring-files]");
if (form) new Bringing(form);
