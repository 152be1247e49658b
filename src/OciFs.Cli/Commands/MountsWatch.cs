using System.Globalization;
using OciFs.Host;

namespace OciFs.Cli.Commands;

/// <summary>
/// <c>ocifs mounts --watch</c>: what the mounts do, again and again, until a signal ends it. On a terminal a table that is drawn in place, elsewhere a table with the time
/// above it for each interval, or a line of JSON.
/// </summary>
/// <param name="interval">Time between two looks.</param>
/// <param name="isJson">Whether for programs.</param>
/// <param name="isFull">Whether nothing is cut.</param>
internal sealed class MountsWatch(TimeSpan interval, bool isJson, bool isFull)
{
    private static readonly string[] Headings = ["SOURCE", "MOUNTPOINT", "STATE", "REQUESTS/S", "ERRORS/S", "READ/S", "P50", "P99", "HITS", "WAITING"];

    private readonly ScreenBlock _block = new();

    /// <summary>Goes on until the process is ended.</summary>
    public int Run()
    {
        var isDrawn = Screen.CanDraw && !isJson;
        var last = MountsCommand.Ask();
        if (isDrawn)
        {
            // Who looks at it is not to wait for the first second.
            Tell(Moment(last, last), isDrawn);
        }

        while (true)
        {
            Thread.Sleep(interval);
            var now = MountsCommand.Ask();
            Tell(Moment(last, now), isDrawn);
            last = now;
        }
    }

    private static MountsMoment Moment(IReadOnlyList<MountReport> last, IReadOnlyList<MountReport> now) => new(
        DateTimeOffset.UtcNow,
        [.. now.Select(mount => WatchedMount.Of(last.LastOrDefault(other => string.Equals(other.Mount.Mountpoint, mount.Mount.Mountpoint, StringComparison.Ordinal)), mount))]);

    private void Tell(MountsMoment moment, bool isDrawn)
    {
        if (isJson)
        {
            Output.Json(moment, MountsMomentJson.Default.MountsMoment);
            Output.Stream.Finish();
            return;
        }

        var width = isFull ? int.MaxValue : Screen.Width;
        string[] lines =
        [
            Columns.Cut($"{Output.Moment(moment.Time)}  {(moment.Mounts.Count == 0 ? "nothing is mounted" : $"every {interval.TotalSeconds} s")}", width),
            .. new TextTable(width).Lines(Headings, moment.Mounts.Select(Cells), 0),
        ];
        if (isDrawn)
        {
            _block.Draw(lines);
            return;
        }

        Array.ForEach(lines, Console.Out.WriteLine);
        Output.Stream.Finish();
    }

    private static string[] Cells(WatchedMount mount) =>
    [
        mount.Source,
        mount.Mountpoint,
        mount.State,
        Number(mount.Rates?.Requests),
        Number(mount.Rates?.Errors),
        mount.Rates is { } rates ? Output.Size((long)rates.Bytes) : "-",
        Time(mount.Rates?.P50),
        Time(mount.Rates?.P99),
        mount.Rates?.HitShare is { } share ? share.ToString("0 %", CultureInfo.InvariantCulture) : "-",
        Number(mount.Waiting),
    ];

    private static string Number(double? value) => value?.ToString(value < 10 && value % 1 != 0 ? "0.0" : "0", CultureInfo.InvariantCulture) ?? "-";

    // Three digits and a unit.
    private static string Time(double? microseconds) => microseconds switch
    {
        null => "-",
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{microseconds:0} µs"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1e3:0.#} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1e6:0.#} s"),
    };
}
