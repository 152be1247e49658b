using System.Globalization;
using System.Text;

namespace OciFs.Host.Background;

/// <summary>
/// What a process in the background tells the one that waits for it, in one stream: lines for people, lines that tell how far it is, and that it is ready. No line
/// for people has the bytes that tell these apart: they are printable. One thread.
/// </summary>
/// <param name="errors">Receives the lines for people.</param>
/// <param name="progress">Receives how far it is: what is being done, bytes done, bytes there are.</param>
internal sealed class BackgroundMessages(Action<string> errors, Action<string, long, long> progress)
{
    // Comes behind all that was told on the way.
    private const byte Ready = 0;

    // The first of a line that tells how far it is; done, total and what follow with this between them.
    private const char Progress = '\u0001';

    // No name of a file or digest is longer; the whole is far below PIPE_BUF.
    private const int LongestWhat = 300;

    /// <summary>What it said when it was ready, in a line; null where it is not ready, or said nothing.</summary>
    public string? ReadyText { get; private set; }

    /// <summary>That it is ready, as bytes.</summary>
    /// <param name="text">What to say of it, in a printable line.</param>
    public static byte[] OfReady(string text) => [.. Encoding.UTF8.GetBytes(text.ReplaceLineEndings(" ")), Ready];

    /// <summary>How far it is, as bytes.</summary>
    public static byte[] OfProgress(string what, long done, long total) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Progress}{done}{Progress}{total}{Progress}{what[..Math.Min(what.Length, LongestWhat)].ReplaceLineEndings(" ")}\n"));

    /// <summary>Reads until it is ready; false where it ended before. Not to the end: a helper that it has started may hold the pipe as long as the mount lives.</summary>
    public bool ReadFrom(Stream pipe)
    {
        var line = new List<byte>();
        var buffer = new byte[4096];
        while (pipe.Read(buffer) is > 0 and var length)
        {
            foreach (var b in buffer.AsSpan(0, length))
            {
                switch (b)
                {
                    case Ready:
                        ReadyText = Encoding.UTF8.GetString([.. line]);
                        return true;
                    case (byte)'\n':
                        Take(Encoding.UTF8.GetString([.. line]));
                        line.Clear();
                        break;
                    default:
                        line.Add(b);
                        break;
                }
            }
        }

        Take(Encoding.UTF8.GetString([.. line]));
        return false;
    }

    private void Take(string line)
    {
        if (line.Split(Progress) is ["", var done, var total, var what])
        {
            progress(what, long.Parse(done, CultureInfo.InvariantCulture), long.Parse(total, CultureInfo.InvariantCulture));
        }
        else if (line.Length > 0)
        {
            errors(line);
        }
    }
}
