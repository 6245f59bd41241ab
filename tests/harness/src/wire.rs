//! Just enough of HTTP/1.1 for a server of one answer a connection.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};

/// A request as it came.
pub(crate) struct Request {
    /// `POST /path HTTP/1.1`.
    pub(crate) line: String,
    /// The headers, names in small letters.
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// Answers every request at a free port of the loopback address with a status and a JSON text, until the process ends.
pub(crate) fn serve(mut answer: impl FnMut(Request) -> (u16, String) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("a bound listener has an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            // A client that hangs up in the middle of a sentence is its own affair.
            drop(converse(stream, &mut answer));
        }
    });
    address
}

fn converse(mut stream: TcpStream, answer: &mut impl FnMut(Request) -> (u16, String)) -> std::io::Result<()> {
    let (status, said) = answer(read(&stream)?);
    write!(
        stream,
        "HTTP/1.1 {status} Answer\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{said}",
        said.len()
    )
}

fn read(stream: &TcpStream) -> std::io::Result<Request> {
    let mut reader = BufReader::new(stream);
    let (mut line, mut headers) = (String::new(), HashMap::new());
    reader.read_line(&mut line)?;
    let asked = line.trim().to_owned();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(':') else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    Ok(Request {
        line: asked,
        headers,
        body,
    })
}
