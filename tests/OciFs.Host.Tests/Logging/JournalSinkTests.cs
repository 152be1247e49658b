using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using OciFs.Host.Logging;
using OciFs.Reference;

namespace OciFs.Host.Tests.Logging;

/// <summary>The native protocol of the journal, against a socket of the test's own; with journald itself: OciFs.Conformance.Tests, JournalTests.</summary>
public sealed class JournalSinkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Place => _folder["socket"];

    [Fact]
    public void FieldsAreWhatTheyWere()
    {
        using var journal = Listen();
        using (var log = new MountLog(JournalSink.Open(Place), LogLevel.Info))
        {
            log.Describe("oci:/store=1", "/mnt/ü");
            log.Write(LogLevel.Error, "eins\nzwei", new LogField("storedBytes", "5"), new LogField("stack", "at a\nMESSAGE=forged\n"), new LogField("empty", ""));
        }

        Assert.Equal(
            [
                ("MESSAGE", "eins zwei"), ("PRIORITY", "3"), ("SYSLOG_IDENTIFIER", "ocifs"), ("OCIFS_SOURCE", "oci:/store=1"), ("OCIFS_MOUNTPOINT", "/mnt/ü"),
                ("OCIFS_STORED_BYTES", "5"), ("OCIFS_STACK", "at a\nMESSAGE=forged\n"), ("OCIFS_EMPTY", ""),
            ],
            Receive(journal));
    }

    [Fact]
    public void AJournalThatIsStartedAnewIsFound()
    {
        using var sink = JournalSink.Open(Listen(out var first));
        sink.Write(Entry("one"));
        Assert.Equal(("MESSAGE", "one"), Receive(first)[0]);
        first.Dispose();
        sink.Write(Entry("lost"));
        File.Delete(Place);
        using var second = Listen();
        sink.Write(Entry("two"));
        Assert.Equal(("MESSAGE", "two"), Receive(second)[0]);
    }

    [Fact]
    public void WhereNoneIsItIsSaid()
    {
        var error = Assert.Throws<OciFsException>(() => JournalSink.Open(_folder["none"]));
        Assert.StartsWith($"{_folder["none"]}: there is no journal here: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("--log", error.Message, StringComparison.Ordinal);
        Assert.Null(JournalSink.TryOpen(_folder["none"]));
        Assert.Throws<OciFsException>(() => JournalSink.Open("/" + new string('x', 200)));
    }

    public void Dispose() => _folder.Dispose();

    private static LogEntry Entry(string message) => new(DateTimeOffset.UnixEpoch, LogLevel.Info, message, []);

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        socket.Bind(new UnixDomainSocketEndPoint(Place));
        return socket;
    }

    private string Listen(out Socket socket)
    {
        socket = Listen();
        return Place;
    }

    // A reader of its own, by systemd.io/JOURNAL_NATIVE_PROTOCOL.
    private static List<(string Name, string Value)> Receive(Socket journal)
    {
        var buffer = new byte[1 << 16];
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, journal.Receive(buffer));
        var fields = new List<(string, string)>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = bytes[..end];
            bytes = bytes[(end + 1)..];
            var equals = line.IndexOf((byte)'=');
            if (equals >= 0)
            {
                fields.Add((Encoding.ASCII.GetString(line[..equals]), Encoding.UTF8.GetString(line[(equals + 1)..])));
                continue;
            }

            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            fields.Add((Encoding.ASCII.GetString(line), Encoding.UTF8.GetString(bytes.Slice(8, length))));
            Assert.Equal((byte)'\n', bytes[8 + length]);
            bytes = bytes[(8 + length + 1)..];
        }

        return fields;
    }
}
