using OciFs.Layers;
using OciFs.Stores;

namespace OciFs.Searching;

/// <summary>Layers of a pool that are open because somebody uses them, and some that were used last: any number of images takes no more files than that. Any thread.</summary>
/// <param name="pool">Where the layers are; nobody else opens any there.</param>
/// <param name="mostIdle">How many stay open that nobody uses.</param>
internal sealed class LayerLeases(LayerPool pool, int mostIdle)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<LayerClaim, int> _users = [];
    private readonly LinkedList<LayerClaim> _idle = [];

    /// <summary>Keeps layers open until what is returned is disposed, and starts to open them, side by side.</summary>
    public Lease Take(IReadOnlyList<LayerClaim> claims)
    {
        lock (_gate)
        {
            foreach (var claim in claims)
            {
                if (!_users.TryGetValue(claim, out var users))
                {
                    _idle.Remove(claim);
                }

                _users[claim] = users + 1;
            }

            Layer[] layers = [.. claims.Select(claim => pool.Get(claim))];
            Array.ForEach(layers, layer => _ = layer.Start());
            return new Lease(this, layers);
        }
    }

    private void Give(Layer[] layers)
    {
        lock (_gate)
        {
            foreach (var layer in layers)
            {
                if (--_users[layer.Claim] == 0)
                {
                    _users.Remove(layer.Claim);
                    _idle.AddLast(layer.Claim);
                }
            }

            for (; _idle.Count > mostIdle; _idle.RemoveFirst())
            {
                pool.Close(_idle.First!.Value);
            }
        }
    }

    /// <summary>Layers that stay open until this is disposed.</summary>
    internal sealed class Lease(LayerLeases owner, Layer[] layers) : IDisposable
    {
        /// <summary>The layers, in the order in which they were asked for.</summary>
        public IReadOnlyList<Layer> Layers => layers;

        /// <inheritdoc/>
        public void Dispose() => owner.Give(layers);
    }
}
