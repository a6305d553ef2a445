//! A real mail server (aiosmtpd, with TLS), and the letters that it took.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use understory::config::{Config, MailTls};

use crate::process::Kept;
use crate::world::until;

pub struct MailServer {
    folder: tempfile::TempDir,
    pub port: u16,
    tls: MailTls,
    process: Option<Kept>,
}

/// A letter as its reader sees it.
#[derive(Clone, Debug)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub raw: String,
}

impl MailServer {
    pub fn start(tls: MailTls) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let status = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
            .args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE"])
            .arg("-keyout")
            .arg(folder.path().join("key.pem"))
            .arg("-out")
            .arg(folder.path().join("certificate.pem"))
            .stderr(Stdio::null())
            .status()
            .expect("openssl is there: script/setup");
        assert!(status.success());
        // Free now, and most likely so a moment later.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Self { folder, port, tls, process: None };
        server.begin();
        server
    }

    /// Starts it again on the same port.
    pub fn begin(&mut self) {
        let (key, certificate) = (self.file("key.pem"), self.file("certificate.pem"));
        let mut command = Command::new("/usr/bin/python3");
        command.args(["-m", "aiosmtpd", "-n", "-l", &format!("127.0.0.1:{}", self.port)]);
        match self.tls {
            MailTls::StartTls => command.arg("--tlscert").arg(certificate).arg("--tlskey").arg(key),
            MailTls::Tls => command.arg("--smtpscert").arg(certificate).arg("--smtpskey").arg(key),
            MailTls::None => &mut command,
        };
        command.args(["-c", "aiosmtpd.handlers.Mailbox"]).arg(self.file("mail"));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        self.process = Some(Kept::spawn(&mut command, "script/setup installs python3-aiosmtpd"));
        let address = ([127, 0, 0, 1], self.port).into();
        until("the mail server listens", || {
            std::net::TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
        });
    }

    pub fn stop(&mut self) {
        self.process = None;
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Has a server send its mail here.
    pub fn serve(&self, config: &mut Config) {
        config.mail.server = Some("localhost".to_owned());
        config.mail.port = Some(self.port);
        config.mail.tls = self.tls;
        config.mail.from = "The Paper <comments@paper.example>".to_owned();
        if self.tls != MailTls::None {
            config.mail.ca_file = Some(self.file("certificate.pem"));
        }
        config.mail.seconds = 5;
    }

    /// All letters so far, the oldest first.
    pub fn letters(&self) -> Vec<Letter> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(self.file("mail").join("new"))
            .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
            .unwrap_or_default();
        files.sort_by_key(|file| std::fs::metadata(file).and_then(|data| data.modified()).unwrap());
        files.iter().map(|file| read(file)).collect()
    }

    /// Waits for the next letter to an address beyond the first `seen`.
    #[track_caller]
    pub fn letter_to(&self, to: &str, seen: usize) -> Letter {
        self.nth(to, seen, |_| true)
    }

    /// The same, of letters that let somebody in.
    #[track_caller]
    pub fn invitation_to(&self, to: &str, seen: usize) -> Letter {
        self.nth(to, seen, |letter| letter.text.contains("/sign-in/link/"))
    }

    #[track_caller]
    fn nth(&self, to: &str, seen: usize, is_asked: impl Fn(&Letter) -> bool) -> Letter {
        let to_them = || {
            let letters = self.letters().into_iter().filter(|letter| letter.to.contains(to) && is_asked(letter));
            letters.into_iter().nth(seen)
        };
        until(&format!("a letter to {to}"), || to_them().is_some());
        to_them().unwrap()
    }
}

impl Letter {
    /// The code in it.
    #[track_caller]
    pub fn code(&self) -> String {
        let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit());
        self.text.lines().map(str::trim).find(is_code).unwrap_or_else(|| panic!("{}", self.text)).to_owned()
    }

    /// The path of the link in it.
    #[track_caller]
    pub fn link(&self) -> String {
        let at = self.text.find("/sign-in/link/").unwrap_or_else(|| panic!("{}", self.text));
        self.text[at..].split_whitespace().next().unwrap().to_owned()
    }
}

fn read(file: &Path) -> Letter {
    let raw = std::fs::read_to_string(file).expect("a letter is ASCII");
    let message = raw.replace("\r\n", "\n");
    let (head, body) = message.split_once("\n\n").expect("a head and a body");
    let header = |head: &str, name: &str| {
        let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
        let found = unfolded.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
        found.unwrap_or_default()
    };
    let kind = header(head, "Content-Type");
    let boundary = kind.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("two parts");
    let mark = format!("--{boundary}");
    let part = |kind: &str| {
        let found = body.split(&mark).filter_map(|part| part.trim_start_matches('\n').split_once("\n\n"));
        let (head, text) = found
            .into_iter()
            .find(|(head, _)| header(head, "Content-Type").starts_with(kind))
            .unwrap_or_else(|| panic!("no {kind} in {message}"));
        decoded(text, &header(head, "Content-Transfer-Encoding"))
    };
    Letter {
        to: header(head, "To"),
        subject: header(head, "Subject"),
        text: part("text/plain"),
        html: part("text/html"),
        raw,
    }
}

fn decoded(text: &str, coding: &str) -> String {
    use base64::Engine as _;
    let bytes = match coding {
        "base64" => {
            let joined: String = text.split_whitespace().collect();
            base64::engine::general_purpose::STANDARD.decode(joined).expect("base64")
        }
        "quoted-printable" => {
            let joined = text.replace("=\n", "");
            let mut out = Vec::new();
            let mut rest = joined.as_bytes();
            while let Some((&byte, after)) = rest.split_first() {
                if byte == b'=' && after.len() >= 2 {
                    let hex = std::str::from_utf8(&after[..2]).unwrap();
                    out.push(u8::from_str_radix(hex, 16).expect("quoted-printable"));
                    rest = &after[2..];
                } else {
                    out.push(byte);
                    rest = after;
                }
            }
            out
        }
        _ => text.as_bytes().to_vec(),
    };
    String::from_utf8(bytes).expect("UTF-8")
}
