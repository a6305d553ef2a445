//! HTTP/2 in clear text as frames, by hand: a client's library would not send what is forbidden (RFC 9113, section 8).

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};

use crate::wire;

/// One request on a connection of its own.
pub struct Request<'a> {
    /// Names and values in this order, the pseudo-headers among them.
    pub headers: Vec<(&'a str, String)>,
    /// The body, a frame each; none, and the headers end the stream.
    pub data: Vec<Vec<u8>>,
}

/// What came back.
#[derive(Debug, Default)]
pub struct Answer {
    /// The status, if there were headers.
    pub status: Option<u16>,
    /// The body.
    pub body: Vec<u8>,
    /// Whether the stream was reset, or the connection ended by the other side.
    pub refused: bool,
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RESET: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GO_AWAY: u8 = 7;
const WINDOW: u8 = 8;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
const ACKNOWLEDGED: u8 = 1;

/// Sends a request and reads until its stream or the connection has ended.
pub fn exchange(address: SocketAddr, request: &Request<'_>) -> io::Result<Answer> {
    let mut stream = wire::connect(address)?;
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    // A table of no entries: answers then name nothing that was said before.
    bytes.extend(frame(SETTINGS, 0, 0, &[0, 1, 0, 0, 0, 0]));
    let mut block = Vec::new();
    for (name, value) in &request.headers {
        // Literal, never indexed, no Huffman: the bytes go out as they are.
        block.push(0x10);
        text(&mut block, name.as_bytes());
        text(&mut block, value.as_bytes());
    }
    let ends = if request.data.is_empty() { END_STREAM } else { 0 };
    bytes.extend(frame(HEADERS, END_HEADERS | ends, 1, &block));
    for (number, part) in request.data.iter().enumerate() {
        let ends = if number + 1 == request.data.len() { END_STREAM } else { 0 };
        bytes.extend(frame(DATA, ends, 1, part));
    }
    // Who refuses may close before all is taken; what it said can be read all the same.
    let _ = stream.write_all(&bytes);
    Ok(read(&mut stream))
}

fn read(stream: &mut TcpStream) -> Answer {
    let mut answer = Answer::default();
    loop {
        let mut head = [0; 9];
        if stream.read_exact(&mut head).is_err() {
            answer.refused |= answer.status.is_none();
            return answer;
        }
        let length = usize::from(head[0]) << 16 | usize::from(head[1]) << 8 | usize::from(head[2]);
        let (kind, flags, id) = (head[3], head[4], u32::from_be_bytes([head[5] & 0x7f, head[6], head[7], head[8]]));
        let mut body = vec![0; length];
        if stream.read_exact(&mut body).is_err() {
            answer.refused = true;
            return answer;
        }
        match kind {
            SETTINGS if flags & ACKNOWLEDGED == 0 => drop(stream.write_all(&frame(SETTINGS, ACKNOWLEDGED, 0, &[]))),
            PING if flags & ACKNOWLEDGED == 0 => drop(stream.write_all(&frame(PING, ACKNOWLEDGED, 0, &body))),
            HEADERS if id == 1 => answer.status = answer.status.or_else(|| status(&body)),
            DATA if id == 1 => {
                answer.body.extend_from_slice(&body);
                let room = u32::try_from(length).unwrap_or(0).max(1).to_be_bytes();
                let _ = stream.write_all(&[frame(WINDOW, 0, 0, &room), frame(WINDOW, 0, 1, &room)].concat());
            }
            RESET if id == 1 => {
                answer.refused = true;
                return answer;
            }
            GO_AWAY => {
                answer.refused |= answer.status.is_none();
                return answer;
            }
            _ => {}
        }
        if id == 1 && matches!(kind, DATA | HEADERS) && flags & END_STREAM != 0 {
            return answer;
        }
    }
}

fn frame(kind: u8, flags: u8, id: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("a frame").to_be_bytes();
    let mut bytes = vec![length[1], length[2], length[3], kind, flags];
    bytes.extend(id.to_be_bytes());
    bytes.extend_from_slice(body);
    bytes
}

/// A string of HPACK (RFC 7541, section 5.2), its length in seven bits and more.
fn text(block: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.len() < 127 {
        block.push(bytes.len() as u8);
    } else {
        block.push(127);
        let mut rest = bytes.len() - 127;
        while rest >= 128 {
            block.push((rest % 128) as u8 | 128);
            rest /= 128;
        }
        block.push(rest as u8);
    }
    block.extend_from_slice(bytes);
}

/// The status at the head of a block: proxies put it first, from the static table (RFC 7541, appendix A) or in digits.
fn status(block: &[u8]) -> Option<u16> {
    let block = match block.first()? {
        // The size of the table is set anew.
        byte if byte & 0xe0 == 0x20 => &block[1..],
        _ => block,
    };
    const INDEXED: [u16; 7] = [200, 204, 206, 304, 400, 404, 500];
    match *block.first()? {
        byte @ 0x88..=0x8e => Some(INDEXED[usize::from(byte - 0x88)]),
        // A literal whose name is entry 8 to 14, by any of the three ways.
        0x08..=0x0e | 0x18..=0x1e | 0x48..=0x4e => {
            let length = usize::from(*block.get(1)? & 0x7f);
            let is_huffman = block.get(1)? & 0x80 != 0;
            let value = block.get(2..2 + length)?;
            if is_huffman { digits(value) } else { std::str::from_utf8(value).ok()?.parse().ok() }
        }
        _ => None,
    }
}

/// Three digits in the Huffman code of RFC 7541, appendix B: 0, 1 and 2 take five bits, 3 to 9 six.
fn digits(bytes: &[u8]) -> Option<u16> {
    let mut bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1));
    let mut number = 0;
    for _ in 0..3 {
        let mut code = 0_u16;
        for _ in 0..5 {
            code = code << 1 | u16::from(bits.next()?);
        }
        let digit = if code <= 2 { code } else { (code << 1 | u16::from(bits.next()?)).checked_sub(0x19)? + 3 };
        number = number * 10 + digit;
    }
    Some(number)
}
