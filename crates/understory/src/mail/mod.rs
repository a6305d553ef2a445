//! Mail: letters made of templates, sent by SMTP. Text that people wrote is text in them, never markup; nothing in them is
//! fetched from anywhere.

pub mod escalation;
pub mod password;
pub mod sign_in;
pub mod statement;

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::config::{Mail, MailTls};

/// A letter to be sent.
#[derive(Clone, Debug)]
pub struct Letter {
    /// To whom.
    pub to: String,
    /// Its subject: one line.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// The same as simple HTML.
    pub html: String,
}

/// Why a letter was not sent. No address and no word of it is in here.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// No mail server is configured.
    #[error("no mail server is configured: set mail.server")]
    None,
    /// The letter cannot be written.
    #[error("the letter cannot be written: {0}")]
    Unwritten(String),
    /// The mail server refused it for good.
    #[error("the mail server refused it for good: {0}")]
    Refused(String),
    /// The mail server did not take it now.
    #[error("the mail server did not take it: {0}")]
    Unsent(String),
}

impl MailError {
    /// Whether trying again cannot help. Where no server is configured, there may be one soon.
    pub fn is_for_good(&self) -> bool {
        matches!(self, Self::Unwritten(_) | Self::Refused(_))
    }
}

/// Sends letters.
pub struct Mailer {
    smtp: Option<(AsyncSmtpTransport<Tokio1Executor>, Mailbox)>,
}

impl Mailer {
    /// As configured.
    ///
    /// # Errors
    /// A sentence that says which setting is wrong.
    pub fn new(config: &Mail) -> anyhow::Result<Self> {
        let Some(server) = &config.server else { return Ok(Self { smtp: None }) };
        let from: Mailbox = config.from.parse().map_err(|_| {
            anyhow::anyhow!("mail.from: '{}' is no sender such as The Paper <comments@paper.example>", config.from)
        })?;
        let mut parameters = TlsParameters::builder(server.clone());
        if let Some(file) = &config.ca_file {
            let pem =
                std::fs::read(file).map_err(|error| anyhow::anyhow!("mail.ca_file: {}: {error}", file.display()))?;
            let certificate = Certificate::from_pem(&pem)
                .map_err(|error| anyhow::anyhow!("mail.ca_file: {}: {error}", file.display()))?;
            parameters = parameters.add_root_certificate(certificate);
        }
        let parameters = parameters.build().map_err(|error| anyhow::anyhow!("mail.server: {error}"))?;
        let tls = match config.tls {
            MailTls::StartTls => Tls::Required(parameters),
            MailTls::Tls => Tls::Wrapper(parameters),
            MailTls::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server)
            .port(config.port())
            .tls(tls)
            .timeout(Some(Duration::from_secs(config.seconds)));
        if let Some(user) = &config.user {
            builder = builder.credentials(Credentials::new(user.clone(), config.secret()?));
        }
        Ok(Self { smtp: Some((builder.build(), from)) })
    }

    /// Whether letters can be sent at all.
    pub fn is_configured(&self) -> bool {
        self.smtp.is_some()
    }

    /// Sends a letter.
    ///
    /// # Errors
    /// Why it was not sent, and whether it may be later.
    pub async fn send(&self, letter: Letter) -> Result<(), MailError> {
        let Some((smtp, from)) = &self.smtp else { return Err(MailError::None) };
        let to: Mailbox =
            letter.to.parse().map_err(|_| MailError::Unwritten("the address is none that mail goes to".to_owned()))?;
        let part = |kind, text| SinglePart::builder().header(kind).body(text);
        let message = Message::builder()
            .from(from.clone())
            .to(to)
            .subject(letter.subject)
            .multipart(
                MultiPart::alternative()
                    .singlepart(part(ContentType::TEXT_PLAIN, letter.text))
                    .singlepart(part(ContentType::TEXT_HTML, letter.html)),
            )
            .map_err(|error| MailError::Unwritten(error.to_string()))?;
        match smtp.send(message).await {
            Ok(_) => Ok(()),
            // What a server says may repeat the address: only its code goes on.
            Err(error) if error.is_permanent() => Err(MailError::Refused(told(&error))),
            Err(error) => Err(MailError::Unsent(told(&error))),
        }
    }
}

fn told(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("it answered {code}"),
        None => error.to_string(),
    }
}
