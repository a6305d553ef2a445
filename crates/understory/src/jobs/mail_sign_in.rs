use std::sync::Arc;

use super::work::Failure;
use crate::app::App;
use crate::http::SignInKey;
use crate::http::pages::feeds::origin;
use crate::mail::{Letter, sign_in};
use crate::models::{Id, SignUp, Site};
use crate::store::sign_ins;
use crate::words;

/// Mails the code and the link of a request to be let in; to an address without an account, where nobody may get one, that
/// there is none.
pub(super) async fn run(app: &Arc<App>, site: &Arc<Site>, request: Id) -> Result<(), Failure> {
    let (site_id, now) = (site.id, app.clock.now());
    let found = app
        .store
        .read(move |tx| {
            let Some(request) = sign_ins::by_id(tx, site_id, request)? else { return Ok(None) };
            let account = sign_ins::account_of(tx, site_id, &request, now)?;
            Ok(Some((request, account)))
        })
        .await?;
    // Its account was deleted meanwhile: nothing goes to that address any more.
    let Some((request, account)) = found else { return Ok(()) };
    // Nobody waits for a code that is good no more.
    if !request.is_good(now) {
        return Err(Failure {
            error: "the code is older than ten minutes; it was not sent".to_owned(),
            for_good: true,
        });
    }
    let Some(to) = &request.email else { return Ok(()) };
    let w = words::of(&[&request.lang, &site.lang]);
    let letter = if account.is_some() || site.settings.sign_up == SignUp::Open {
        let key = SignInKey::of(site, request.id);
        sign_in::code(w, site, to, &key.code(), &format!("{}{}", origin(app, site), key.path()))
    } else {
        sign_in::no_account(w, site, to)
    };
    let letter: Letter = letter.map_err(|error| Failure { error: error.to_string(), for_good: true })?;
    app.mail.send(letter).await.map_err(|error| Failure { error: error.to_string(), for_good: error.is_for_good() })
}
