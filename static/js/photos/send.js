// Sends one picture file into the library. Promises the server's answer: {status, name, message, photo, near}, with
// status "taken", "known" (it was there already: `photo`) or "refused"; or {status: "failed" | "login" | "large" |
// "trouble", name} where the server said nothing of the file. Never rejects.
const OUTCOMES = { 401: "login", 413: "large" };

export function send(file, { address, token, progress = () => {} }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const parcel = new FormData();
    const say = (status) => resolve({ status, name: file.name, message: "", photo: null, near: [] });
    parcel.append("csrfmiddlewaretoken", token);
    parcel.append("files", file, file.name);
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-Background", "1");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener("load", () => {
      if (![200, 201, 422].includes(request.status)) return say(OUTCOMES[request.status] ?? "trouble");
      try {
        return resolve(JSON.parse(request.responseText).answers[0]);
      } catch {
        return say("trouble");
      }
    });
    for (const kind of ["error", "abort", "timeout"]) request.addEventListener(kind, () => say("failed"));
    request.send(parcel);
  });
}
