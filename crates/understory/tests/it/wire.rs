//! HTTP as bytes: for what a well-mannered client would never send, and for clients that break off.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// An answer as it came over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e} in {self:?}"))
    }

    /// The stable word of a problem.
    pub fn code(&self) -> String {
        serde_json::from_str::<Value>(&self.body)
            .ok()
            .and_then(|problem| problem["code"].as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// How long a test waits for bytes.
pub const PATIENCE: Duration = Duration::from_secs(30);

pub fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Connects from another address of this machine, such as 127.0.0.3.
pub fn connect_from(own: &str, address: SocketAddr) -> TcpStream {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
    let own = SocketAddr::new(own.parse().expect("an address"), 0);
    socket.bind(&own.into()).expect("an address of this machine");
    socket.connect(&address.into()).expect("it listens");
    let stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    stream
}

/// Cuts the connection so that the other side sees it at once.
pub fn hang_up(stream: TcpStream) {
    let socket = socket2::Socket::from(stream);
    let _ = socket.set_linger(Some(Duration::ZERO));
}

/// Reads one answer; whatever came after it stays in `rest`. `None` if the connection ended before it began.
pub fn read_reply(stream: &mut TcpStream, rest: &mut Vec<u8>, to_head: bool) -> io::Result<Option<Reply>> {
    let end = loop {
        if let Some(at) = find(rest, b"\r\n\r\n") {
            break at;
        }
        if more(stream, rest)? == 0 {
            return if rest.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
    };
    let head = String::from_utf8_lossy(&rest[..end]).into_owned();
    rest.drain(..end + 4);
    let status: u16 = head.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
    let mut reply = Reply { status, head, body: String::new() };
    if status == 304 || status == 204 || status < 200 || to_head {
        return Ok(Some(reply));
    }
    let body = if reply.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
        chunks(stream, rest)?
    } else if let Some(length) = reply.header("content-length").and_then(|text| text.parse::<usize>().ok()) {
        while rest.len() < length {
            if more(stream, rest)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        rest.drain(..length).collect()
    } else {
        while more(stream, rest)? > 0 {}
        std::mem::take(rest)
    };
    reply.body = String::from_utf8_lossy(&body).into_owned();
    Ok(Some(reply))
}

fn chunks(stream: &mut TcpStream, rest: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = loop {
            if let Some(at) = find(rest, b"\r\n") {
                break at;
            }
            if more(stream, rest)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        };
        let text = String::from_utf8_lossy(&rest[..line]).into_owned();
        let size = usize::from_str_radix(text.split(';').next().unwrap_or("").trim(), 16)
            .map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        while rest.len() < line + 2 + size + 2 {
            if more(stream, rest)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        rest.drain(..line + 2);
        body.extend(rest.drain(..size));
        rest.drain(..2);
        if size == 0 {
            return Ok(body);
        }
    }
}

fn more(stream: &mut TcpStream, rest: &mut Vec<u8>) -> io::Result<usize> {
    let mut buffer = [0; 16 * 1024];
    let count = loop {
        match stream.read(&mut buffer) {
            // A child of another test has ended: nothing was read, and nothing is lost.
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    rest.extend_from_slice(&buffer[..count]);
    Ok(count)
}

pub fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

/// Sends bytes on a connection of their own and reads one answer.
pub fn exchange(address: SocketAddr, bytes: &[u8]) -> io::Result<Reply> {
    let mut stream = connect(address)?;
    // A server may answer and close before it has read everything: its answer counts.
    let sent = stream.write_all(bytes);
    match read_reply(&mut stream, &mut Vec::new(), bytes.starts_with(b"HEAD ")) {
        Ok(Some(reply)) => Ok(reply),
        Ok(None) => Err(sent.err().unwrap_or(io::ErrorKind::UnexpectedEof.into())),
        Err(error) => Err(error),
    }
}

/// Everything that is answered on a connection until it ends, or until nothing more comes for a moment.
pub fn all_replies(mut stream: TcpStream, bytes: &[u8], quiet: Duration) -> Vec<Reply> {
    let _ = stream.write_all(bytes);
    stream.set_read_timeout(Some(quiet)).expect("a time-out");
    let (mut rest, mut replies) = (Vec::new(), Vec::new());
    while let Ok(Some(reply)) = read_reply(&mut stream, &mut rest, false) {
        if reply.status >= 200 {
            replies.push(reply);
        }
    }
    replies
}

/// A GET on a connection of its own.
pub fn get(address: SocketAddr, path: &str) -> io::Result<Reply> {
    exchange(address, format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())
}

/// The bytes of a request with a JSON body.
pub fn json_request(host: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let mut text = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    text.push_str(&body);
    text.into_bytes()
}
